/* inmate.h - the child that lives in the cell and reads mail.
 *
 * It locks itself in, then turns mails that come over the socket into records
 * until the socket ends.  Each record goes out before the next mail is looked
 * at: the mail that has none is the one that killed it.
 */
#ifndef APP_INMATE_H
#define APP_INMATE_H

#include "app/cell.h"

_Noreturn void inmate_serve(const struct cell_work *work, int socket);

#endif
