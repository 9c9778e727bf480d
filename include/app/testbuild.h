/* testbuild.h - commands of a build with --enable-failpoints, and of no other.
 *
 *	postdesk failpoints	the names of base/failpoint.h, one a line
 *	postdesk clock +36h	move the business clock ahead of the real one,
 *				from now on and for every worker; 0 resets it
 */
#ifndef APP_TESTBUILD_H
#define APP_TESTBUILD_H

int testbuild_failpoints_main(int argc, char **argv);
int testbuild_clock_main(int argc, char **argv);

#endif
