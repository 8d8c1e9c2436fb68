from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

MANAGER = 'aftersales.group_manager'
TASK = 'aftersales.mail_activity_day_report'
HOURS = ('shift_hours', 'a', 'b', 'c', 'd', 'job_hours', 'idle_hours', 'gap_hours', 'utilisation')


class AftersalesDayReport(models.Model):
    """An outlet's day as the head of the workshop hands it in: figures as they were then, sealed, and countersigned by the
    manager, or sent back with the reason (A6, E6).
    """
    _name = 'aftersales.day.report'
    _inherit = [
        'aftersales.evidence.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.lasting.mixin',
        'aftersales.batch.mixin', 'aftersales.log.mixin', 'mail.activity.mixin']
    _description = "Daily Report Handed In"
    _order = 'date desc, id desc'
    _rec_name = 'workshop_id'
    _is_born_frozen = True
    _free_fields = frozenset({'state', 'seen_id', 'seen_date', 'remark'})
    _guarded_by_model = frozenset({'state'})
    _transitions = {'handed': dict.fromkeys(('seen', 'returned'), MANAGER), 'seen': {}, 'returned': {}}
    _sealed_fields = ('workshop_id', 'date', 'handed_id', 'handed_date')

    state = fields.Selection(
        [('handed', "To Countersign"), ('seen', "Countersigned"), ('returned', "Sent Back")], string="Status", required=True,
        readonly=True, copy=False, default='handed', index=True, tracking=True)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", required=True, readonly=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='workshop_id.company_id', store=True, index=True, precompute=True)
    date = fields.Date(string="Day", required=True, readonly=True, index=True)
    handed_id = fields.Many2one(
        'res.users', string="Handed In By", required=True, readonly=True, index=True, ondelete='restrict')
    handed_date = fields.Datetime(string="Report Handed In On", required=True, readonly=True)
    figures_html = fields.Html(string="Figures", compute='_compute_figures_html', sanitize=False)
    seen_id = fields.Many2one(
        'res.users', string="Countersigned By", readonly=True, copy=False, index='btree_not_null', ondelete='restrict')
    seen_date = fields.Datetime(string="Countersigned On", readonly=True, copy=False)
    remark = fields.Text(string="Remark of the Manager", copy=False, max_length=2000, tracking=True)

    _one_a_day = models.UniqueIndex(
        "(workshop_id, date) WHERE state <> 'returned'", "The report of this day is handed in already.")

    # === COMPUTE METHODS ===#

    @api.depends('content')
    @api.depends_context('lang')
    def _compute_figures_html(self):
        labels = [name.upper() if len(name) == 1 else self.env['aftersales.daily.report.line']._fields[
            name]._description_string(self.env) for name in HOURS]
        head = Markup().join(Markup('<th class="text-end">%s</th>') % label for label in labels)
        for report in self:
            rows = Markup().join(
                Markup('<tr><td>%s</td>%s</tr>') % (row['name'], Markup().join(
                    Markup('<td class="text-end">%s</td>') % f"{row[name]:.2f}" for name in HOURS))
                for row in report._get_content().get('people', ()))
            report.figures_html = Markup('<table class="table table-sm"><thead><tr><th></th>%s</tr></thead>%s</table>') % (
                head, rows)

    @api.depends('workshop_id', 'date')
    def _compute_display_name(self):
        for report in self:
            day = format_date(self.env, report.date) if report.date else ''
            report.display_name = f"{report.workshop_id.name or ''} · {day}"

    # === CRUD METHODS ===#

    def write(self, vals):
        if 'remark' in vals and not self.env.su and any(report.state != 'handed' for report in self):
            raise UserError(self.env._("What was countersigned or sent back stays as it is."))
        return super().write(vals)

    # === ACTION METHODS ===#

    def action_countersign(self):
        self._transition('seen')

    def action_return(self):
        self._transition('returned')

    # === BUSINESS METHODS ===#

    @api.model
    def _hand_in(self, workshop, day):
        """Seal what the figures of the day are now, and ask the managers to countersign it."""
        if day > workshop._get_local_day(fields.Datetime.now()):
            raise UserError(self.env._("A day is handed in once it has come."))
        Report = self.sudo()  # sudo: a report is made by the button of who may see the figures
        report = Report.create(Report._prepare_sealed_vals({
            'workshop_id': workshop.id, 'date': day, 'handed_id': self.env.uid, 'handed_date': fields.Datetime.now()}))
        for manager in self.env.ref(MANAGER).sudo().all_user_ids:  # sudo: whoever is to see it
            if manager.active and report.company_id in manager.company_ids and manager != self.env.user:
                report._create_tasks(TASK, {report: {
                    'user_id': manager.id, 'date_deadline': day + timedelta(days=1),
                    'summary': report.with_context(lang=manager.lang).env._("Countersign the daily report")}})
        return report

    def _get_evidence(self):
        rows = self.env['aftersales.time.entry']._get_figures(self.date, self.date, workshops=self.workshop_id)
        return {**super()._get_evidence(), 'people': [
            {'name': row['employee'].name, **{name: round(row[name] or 0.0, 2) for name in HOURS}} for row in rows]}

    def _check_seen(self):
        for report in self:
            if report.handed_id == self.env.user and not self.env.su:
                raise UserError(self.env._(
                    "%(report)s: whoever handed it in does not countersign it himself.", report=report.display_name))

    def _check_returned(self):
        for report in self:
            if not (report.remark or '').strip():
                raise UserError(self.env._("%(report)s: write why it is sent back.", report=report.display_name))

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        if source != 'handed':
            return
        reports = self.sudo()  # sudo: stamps and tasks are the system's
        reports.write({'seen_id': self.env.uid, 'seen_date': fields.Datetime.now()})
        reports.activity_unlink([TASK])
