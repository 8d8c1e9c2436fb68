from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.aftersales.models.privacy.aftersales_retention_rule import CLEARED, ENDS, KINDS
from odoo.addons.aftersales.models.privacy.retention_people import HOLDS, get_hold, get_people

BATCH = 500
# Each of them is looked at from all sides.
PEOPLE = 50


class AftersalesDeletionLine(models.Model):
    """A kind of record in a deletion: by which term, how many go, how many stay, how many went."""
    _name = 'aftersales.deletion.line'
    _inherit = ['aftersales.frozen.part.mixin', 'aftersales.system.values.mixin']
    _description = "Kind of Record in a Deletion"
    _order = 'run_id.id desc, id'
    _rec_name = 'kind'
    _frozen_with = 'run_id'

    run_id = fields.Many2one('aftersales.deletion.run', required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='run_id.company_id', store=True, index=True)
    kind = fields.Selection(KINDS, string="Kind of Record", required=True, readonly=True)
    source = fields.Char(string="Law or Source", readonly=True, max_length=200)
    kept_years = fields.Integer(string="Years Kept", readonly=True)
    end_action = fields.Selection(ENDS, string="What Happens Then", required=True, readonly=True)
    limit_date = fields.Date(string="From before the Day", required=True, readonly=True)
    due_count = fields.Integer(string="To Go", readonly=True)
    kept_count = fields.Integer(
        string="Kept All the Same", readonly=True,
        help="Past their term, and kept because something is open; for a kind that holds customers, how many it still holds.")
    done_count = fields.Integer(string="Records Gone", readonly=True)
    last_id = fields.Integer(string="Got As Far As", readonly=True)
    is_finished = fields.Boolean(string="Through", readonly=True)

    # === BUSINESS METHODS ===#

    def _count(self):
        """How many would go, and how many stay although their own term is over."""
        Rule = self.env['aftersales.retention.rule']
        for line in self:
            if line.kind in CLEARED:
                records = line._get_records()
                due, kept = (
                    records.search_count(Rule._get_old_domain(line.kind, line.company_id, line.limit_date, is_over))
                    for is_over in (True, False))
            else:
                due, kept = line._count_people()
            line.write({'due_count': due, 'kept_count': kept, 'is_finished': line.end_action == 'hold'})

    def _get_records(self):
        return self.env[CLEARED[self.kind][0]].with_context(active_test=False)

    def _clear_batch(self):
        """Clear the next records; those after the last one that was looked at."""
        self.ensure_one()
        if self.kind == 'person':
            return self._forget_people()
        domain = self.env['aftersales.retention.rule']._get_old_domain(self.kind, self.company_id, self.limit_date)
        found = self._get_records().search(domain & Domain('id', '>', self.last_id), limit=BATCH, order='id')
        records = found.try_lock_for_update(allow_referencing=True)  # what somebody works on waits for the next deletion
        count = len(records)
        if self.kind == 'copy':
            records._forget()
        elif self.end_action == 'delete':
            records.unlink()
        else:
            self.env['res.partner']._forget_fields(records, CLEARED[self.kind][3])
        self.write({
            'done_count': self.done_count + count, 'last_id': max(found.ids, default=self.last_id),
            'is_finished': len(found) < BATCH})

    # === BUSINESS METHODS: PEOPLE ===#

    def _get_holds(self):
        """:return: dict of kind: SQL, whether a record of it still names a person"""
        lines = {line.kind: line for line in self.run_id.line_ids}
        own = lines['person'].limit_date if 'person' in lines else self.limit_date
        return {
            kind: get_hold(kind, min(own, lines[kind].limit_date) if kind in lines else own) for kind in HOLDS}

    def _count_people(self):
        """Customers past their own term: those that may go; those that records of this kind, or of any kind, still hold."""
        person = self.run_id.line_ids.filtered(lambda line: line.kind == 'person') or self
        self.env.flush_all()
        holds = self._get_holds()
        held = SQL("(%s)", SQL(" OR ").join(holds.values() if self.kind == 'person' else [holds[self.kind]]))
        self.env.cr.execute(get_people(
            self.company_id, person.limit_date, SQL("TRUE"),
            columns=SQL("COUNT(*) FILTER (WHERE NOT %(held)s), COUNT(*) FILTER (WHERE %(held)s)", held=held)))
        due, kept = self.env.cr.fetchone()
        return due if self.kind == 'person' else 0, kept

    def _forget_people(self):
        """Whose records are all past their terms; each is asked once more whether something with him is open."""
        self.env.flush_all()
        held = SQL(" OR ").join(self._get_holds().values())
        self.env.cr.execute(get_people(
            self.company_id, self.limit_date, SQL("p.id > %s AND NOT (%s)", self.last_id, held), most=PEOPLE))
        people = self.env['res.partner'].browse(row[0] for row in self.env.cr.fetchall())
        done = 0
        for person in people:
            try:
                with self.env.cr.savepoint():
                    person._anonymise(self.run_id)
                    done += 1
            except UserError:
                continue
        self.write({
            'done_count': self.done_count + done, 'kept_count': self.kept_count + len(people) - done,
            'last_id': max(people.ids, default=self.last_id), 'is_finished': len(people) < PEOPLE})
