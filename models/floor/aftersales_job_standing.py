from odoo import api, fields, models
from odoo.tools import SQL


class AftersalesJob(models.Model):
    """How a job stands at this moment, as the floor sees it: in work or paused, since when, and why (E5, E6)."""
    _inherit = 'aftersales.job'

    work_state = fields.Selection(
        lambda self: [
            *self.env['aftersales.job']._fields['state']._description_selection(self.env), ('paused', self.env._("Paused"))],
        string="Work", compute='_compute_work_state', compute_sudo=True,
        help="In work while somebody's clock runs on the job; paused when all clocks are stopped.")
    work_reason = fields.Char(
        string="Why", compute='_compute_work_state', compute_sudo=True, help="Why the work stands still.")

    @api.depends('state', 'time_ids.stop', 'hold_ids.stop', 'hold_ids.kind', 'hold_ids.note')
    def _compute_work_state(self):
        entries = self.env['aftersales.time.entry'].search_fetch(
            [('job_id', 'in', self.ids)], ['job_id', 'stop', 'pause_reason', 'note', 'workshop_id'],
            order='start desc, id desc')
        by_job = entries.grouped('job_id')
        for job in self:
            clocked = by_job.get(job._origin, entries.browse())
            is_paused = job.state == 'doing' and all(entry.stop for entry in clocked)
            job.work_state = 'paused' if is_paused else job.state
            if job.state == 'doing' and not is_paused:
                job.work_reason = False
                continue
            reasons = [clocked[:1]._get_pause_label()] if is_paused and clocked else []
            job.work_reason = " · ".join(filter(None, reasons + job._get_hold_labels())) or False

    def _get_hold_labels(self):
        """What the open job waits for, in words: its waits with their notes, and when what is missing comes."""
        self.ensure_one()
        if not self.is_open:
            return []
        kinds = dict(self.hold_ids._fields['kind']._description_selection(self.env))
        holds = self.hold_ids.filtered('is_open').sorted('start')
        return [": ".join(filter(None, (kinds[hold.kind], hold.note))) for hold in holds] + self._get_wait_texts()

    @api.model
    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        if field_name == 'rework_count' and direction.code == 'DESC':
            nulls = SQL('NULLS LAST')  # never returned is no number yet
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)

    @api.model
    def _field_to_sql(self, alias, field_expr, query=None):
        """Whether my clock runs is known by no column, and still the running job comes first."""
        if field_expr != 'is_running':
            return super()._field_to_sql(alias, field_expr, query)
        # sudo: people may always know their own employee
        mine = self.env.user.sudo().employee_ids.ids
        return SQL(
            "EXISTS (SELECT 1 FROM aftersales_time_entry entry WHERE entry.job_id = %s AND entry.stop IS NULL "
            "AND entry.employee_id = ANY(%s))", SQL.identifier(alias, 'id'), mine)
