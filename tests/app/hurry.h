/* hurry.h - the deadlines of net/stream pass so many times faster.
 *
 * For programs that wrap dial_clock() and dial_poll() by the linker.
 */
#ifndef TESTS_APP_HURRY_H
#define TESTS_APP_HURRY_H

void hurry_by(int speed);	/* 1: as usual */

#endif
