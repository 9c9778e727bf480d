"""takeover.py - a primary that dies with what its standby never heard of, and
the standby that takes over."""

import contextlib
import time

from load import held
from mails import oracle, wait_for


class TakeOver:
    """Part of a test case that has a `random`."""

    def wait_answers(self, load):
        """Until one more has left: it will be forgotten."""
        sent = ("SELECT count(*) FROM outbox WHERE class = 'automatic'"
                " AND state = 'sent'")
        before = oracle.count(load.desk, sent)
        yield
        wait_for(load.desk, 'answers that will be forgotten',
                 lambda: oracle.count(load.desk, sent) > before, 60, 0.3)

    def lose_moved(self, load):
        """Work of which the standby hears nothing."""
        for _ in self.wait_answers(load):
            load.mails(8)
        load.agents(2)
        time.sleep(self.random.uniform(0, 1))

    def lose_unmoved(self, load, run, end):
        """The same, and the end comes while the mails that were answered are
        still where they came."""
        known = oracle.count(load.desk, 'SELECT count(*) FROM mail')
        with contextlib.ExitStack() as fetching:
            with held(run, 'ingest'):
                load.mails(8)
                wait_for(load.desk, 'mails in the ledger', lambda:
                         oracle.count(load.desk, 'SELECT count(*) FROM mail')
                         >= known + 8, 60, 0.3)
                fetching.enter_context(held(run, 'fetch'))
                answers = self.wait_answers(load)
                next(answers)
            for _ in answers:
                pass
            return end()

    def lose(self, load, run, primary, moved):
        """Both ways; how many mails the primary knew at its end."""
        if moved:
            self.lose_moved(load)
            return primary.last_number('SELECT count(*) FROM mail')
        return self.lose_unmoved(load, run, lambda: primary.last_number(
            'SELECT count(*) FROM mail'))

    def fail_over(self, load, run, primary, standby, moved=True,
                  gone=lambda: None):
        """Mails that the new one has forgotten, and what reconcile did."""
        load.wait_new()
        load.mails(8)
        load.agents(2)
        primary.wait_for_standby()
        standby.unfollow()
        known = self.lose(load, run, primary, moved)
        gone()
        standby.promote()
        load.desk.database = standby.uri
        lost = known - oracle.count(load.desk, 'SELECT count(*) FROM mail')
        done = load.desk.json('reconcile')
        self.assertTrue(done['changed'])
        return lost, done['taken'], done['doubted']
