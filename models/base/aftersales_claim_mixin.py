from odoo import api, models
from odoo.tools import SQL

# Where a transaction keeps what it holds. Odoo forgets it with each commit, rollback and savepoint, as it must:
# PostgreSQL gives back what was locked since a savepoint that is rolled back to.
HELD = 'aftersales.held'


class AftersalesClaimMixin(models.AbstractModel):
    """Documents that one transaction at a time may change together with what hangs on them.

    Which lock for which need; there is no other kind in this application:

    ``_claim_for_update()`` (here)
        The decision reads *other* rows than the one that is locked: the moves of an order before parts are issued,
        the rating of a visit before it is rated. Odoo's transactions see the data as of their start (repeatable
        read): with a row lock alone the second one waits, gets the lock and still does not see what the first one
        made. Here the row is written, so PostgreSQL fails the second one, and Odoo runs its request again on
        fresh data. The person notices nothing.
    ``try_lock_for_update()`` (core)
        Scheduled actions, by ``aftersales.batch.mixin``: what somebody else works on is skipped, not waited for.
    ``INSERT … ON CONFLICT DO UPDATE``
        Counting alone: one statement reads and writes (``aftersales.clock.guard``, ``aftersales.booking.limit``).
    ``SELECT … FOR UPDATE`` and a look from a new transaction
        Where what is read is made by everybody all the time, and must not queue up for it: the jobs of a pay type
        (``_get_used_meanwhile``). Whoever makes one holds on to the type's key without writing it.
    Constraints of the database
        Where a rule says it all, nothing is locked: overlapping times, one open clock, taken people and bays.
    """
    _name = 'aftersales.claim.mixin'
    _description = "Changed by One Transaction at a Time"

    def _claim_for_update(self):
        """Let one transaction at a time go on with these records, and only one that sees what was done before.

        :raises SerializationFailure: another transaction changed or claimed one of them since this one began;
            Odoo then runs the request again
        """
        held = self._get_held_ids()
        ids = set(self.ids) - held
        if not ids:
            return
        # In the order of ids, so that two transactions never wait for each other.
        self.env.cr.execute(SQL(
            """
            WITH claimed AS (SELECT id FROM %(table)s WHERE id IN %(ids)s ORDER BY id FOR NO KEY UPDATE)
            UPDATE %(table)s SET write_date = %(table)s.write_date FROM claimed WHERE %(table)s.id = claimed.id
            """,
            table=SQL.identifier(self._table), ids=tuple(sorted(ids))))
        held.update(ids)

    @api.private
    def modified(self, fnames, create=False, before=False):
        """What a transaction makes, nobody else sees before its end: it needs no lock, nor do the lines made with it."""
        if create:
            self._get_held_ids().update(self.ids)
        return super().modified(fnames, create=create, before=before)

    def _get_held_ids(self):
        """Ids of this model that this transaction has made or claimed; nobody else changes them before its end."""
        return self.env.cr.precommit.data.setdefault(HELD, {}).setdefault(self._name, set())
