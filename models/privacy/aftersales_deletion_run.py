from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

STATES = [
    ('open', "Counted, Not Begun"), ('running', "Deletion Runs"), ('done', "Deletion Done"), ('dropped', "Deletion Dropped")]


class AftersalesDeletionRun(models.Model):
    """What is past its term goes: counted first, confirmed by a manager, worked through in batches, and sealed (N7).

    A run that is broken off goes on where it stood; what went already is not found again.
    """
    _name = 'aftersales.deletion.run'
    _inherit = [
        'aftersales.number.mixin', 'aftersales.evidence.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin',
        'aftersales.lasting.mixin', 'aftersales.batch.mixin', 'aftersales.log.mixin']
    _description = "Deletion by the Table of Terms"
    _order = 'id desc'
    _guarded_by_model = frozenset({'state'})
    _transitions = {
        'open': dict.fromkeys(('running', 'dropped'), 'aftersales.group_manager'),
        'running': {'done': None},
        'done': {}, 'dropped': {},
    }
    _sealed_fields = ('counted_date', 'confirmed_date', 'confirmed_id')

    name = fields.Char(string="Number", required=True, readonly=True, copy=False, default='/', index='trigram')
    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='open', index=True, tracking=True)
    company_id = fields.Many2one(
        'res.company', required=True, readonly=True, index=True, default=lambda self: self.env.company, ondelete='restrict')
    line_ids = fields.One2many('aftersales.deletion.line', 'run_id', string="Kinds of Records", readonly=True)
    due_count = fields.Integer(string="To Go", compute='_compute_counts')
    done_count = fields.Integer(string="Records Gone", compute='_compute_counts')
    counted_date = fields.Datetime(string="Counted On", readonly=True, copy=False)
    confirmed_date = fields.Datetime(string="Confirmed On", readonly=True, copy=False)
    confirmed_id = fields.Many2one('res.users', string="Confirmed By", readonly=True, copy=False, index='btree_not_null')
    done_date = fields.Datetime(string="Ended On", readonly=True, copy=False)

    _one_open = models.UniqueIndex(
        "(company_id) WHERE state = 'open'", "A deletion of this company is counted already. Confirm or drop that one first.")

    @api.depends('line_ids.due_count', 'line_ids.done_count')
    def _compute_counts(self):
        for run in self:
            run.due_count = sum(run.line_ids.mapped('due_count'))
            run.done_count = sum(run.line_ids.mapped('done_count'))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        self.flush_model(['state'])
        runs = super().create(vals_list)
        runs._count()
        return runs

    # === ACTION METHODS ===#

    def action_count(self):
        """Count anew what would go; nothing goes yet."""
        self.check_access('write')
        self._claim_for_update()
        for run in self:
            if run.state != 'open':
                raise UserError(self.env._("%(run)s was begun already. Reload the page.", run=run.display_name))
        self._count()

    def action_begin(self):
        self._transition('running')

    def action_drop(self):
        self._transition('dropped')

    # === BUSINESS METHODS ===#

    def _count(self):
        """Lines of the table as it is now, each with what would go and what something open keeps."""
        # sudo: the counts are the system's, of records that whoever steers it need not see; they say nothing of them
        rules = self.env['aftersales.retention.rule'].sudo().search([], limit=100)
        for run in self.sudo():
            run.write({'counted_date': fields.Datetime.now(), 'line_ids': [Command.clear(), *(
                Command.create({
                    'kind': rule.kind, 'source': rule.source, 'kept_years': rule.kept_years,
                    'end_action': rule.end_action,
                    'limit_date': rule._get_limit(run.company_id)}) for rule in rules)]})
            run.line_ids._count()

    def _check_running(self):
        for run in self:
            if not run.counted_date or run.counted_date < fields.Datetime.now() - timedelta(days=1):
                raise UserError(self.env._("%(run)s: count again first, that was another day.", run=run.display_name))

    def _check_done(self):
        for run in self:
            if not all(run.sudo().line_ids.mapped('is_finished')):
                raise UserError(self.env._("%(run)s is not through yet.", run=run.display_name))

    def _after_running(self, source):
        # sudo: stamps are the system's
        self.sudo().write({'confirmed_date': fields.Datetime.now(), 'confirmed_id': self.env.uid})
        self.env.ref('aftersales.cron_delete_by_terms').sudo()._trigger()  # sudo: whoever may confirm may have it begun

    @api.model
    def _cron_delete(self, batch_size=20):
        """The next part of each run, each committed, again and again as long as the action has time."""
        commit, running, before = self.env['ir.cron']._commit_progress, [('state', '=', 'running')], None
        while (runs := self.search(running)) and (state := runs._get_progress()) != before:
            before = state
            self._work_through(running, '_continue', batch_size, together=1)
            self.env.invalidate_all()
            if not commit(remaining=self.search_count(running)):
                break
        else:
            commit(remaining=0)  # what failed is not waited for: it is tried again in its time
        if self.search_count(running, limit=1):
            self.env.ref('aftersales.cron_delete_by_terms')._trigger(fields.Datetime.now() + timedelta(minutes=1))

    def _get_progress(self):
        return [(line.id, line.last_id, line.is_finished) for line in self.line_ids]

    def _continue(self):
        """The next batch of each kind; with the last one the protocol is sealed."""
        for run in self.sudo():  # sudo: what is past its term lies in all rooms
            for line in run.line_ids.filtered(lambda line: not line.is_finished):
                line._clear_batch()
            if all(run.line_ids.mapped('is_finished')):
                run.write({'state': 'done', 'done_date': fields.Datetime.now(), **run._prepare_seal_vals()})

    def _get_evidence(self):
        return {**super()._get_evidence(), 'number': self.name, 'lines': [{
            'kind': line.kind, 'source': line.source or '', 'years': line.kept_years,
            'end': line.end_action,
            'limit': fields.Date.to_string(line.limit_date), 'due': line.due_count, 'kept': line.kept_count,
            'done': line.done_count} for line in self.line_ids]}

    def _is_frozen(self):
        return bool(self.content_hash)
