/* promises.h - `postdesk promises`: how long people wait for a first answer,
 * what was promised to them, and whether it was kept.
 */
#ifndef APP_PROMISES_H
#define APP_PROMISES_H

int promises_main(int argc, char **argv);

#endif
