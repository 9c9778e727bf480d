/* main.c - find the command and run it. */

#include "base/banned.h"

int main(void)
{
	return 64;
}
