/* inspect.h - `postdesk parse`: what one mail says.
 *
 * No database, no network, no clock.  A mail never makes it fail.
 */
#ifndef APP_INSPECT_H
#define APP_INSPECT_H

int inspect_main(int argc, char **argv);

#endif
