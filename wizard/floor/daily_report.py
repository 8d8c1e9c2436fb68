from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.aftersales.models.floor.aftersales_time_figures import MOST_DAYS


class AftersalesDailyReport(models.TransientModel):
    """Shift against clocked time of a day or a period, per technician; supervisors see their whole outlet."""
    _name = 'aftersales.daily.report'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Time Report"

    date_from = fields.Date(string="From", required=True, default=fields.Date.context_today)
    date_to = fields.Date(string="To", required=True, default=fields.Date.context_today)
    is_supervisor = fields.Boolean(compute='_compute_is_supervisor')
    workshop_ids = fields.Many2many(
        'aftersales.workshop', string="Outlets", help="Leave it empty for all outlets.")
    line_ids = fields.One2many(
        'aftersales.daily.report.line', 'report_id', string="Technicians",
        compute='_compute_line_ids', store=True)

    @api.depends_context('uid')
    def _compute_is_supervisor(self):
        self.is_supervisor = self.env.user.has_group('aftersales.group_dispatcher')

    def _compute_display_name(self):
        for report in self:
            report.display_name = self.env._("Time Report")

    @api.depends('date_from', 'date_to', 'workshop_ids')
    def _compute_line_ids(self):
        for report in self:
            report.line_ids = [Command.clear()] + [
                Command.create(report._prepare_line_vals(row)) for row in report._get_figures()
            ]

    @api.constrains('date_from', 'date_to')
    def _check_dates(self):
        for report in self:
            if report.date_to < report.date_from:
                raise UserError(self.env._("The report's last day lies before its first day. Exchange the dates."))
            self.env['aftersales.workshop']._read_period(report.date_from, report.date_to, most=MOST_DAYS)

    def _get_figures(self):
        """The figures the user may see: everybody's for supervisors, one's own otherwise."""
        self.ensure_one()
        if not self.date_from or not self.date_to or self.date_to < self.date_from:
            return []
        Entry = self.env['aftersales.time.entry']
        if self.is_supervisor:
            return Entry._get_figures(self.date_from, self.date_to, workshops=self.workshop_ids._origin or None)
        # sudo: people may always know their own employee; without one there is no time to show
        employee = self.env.user.sudo().with_company(self.env.company).employee_id.with_env(self.env)
        return Entry._get_figures(self.date_from, self.date_to, employees=employee) if employee else []

    def _prepare_line_vals(self, row):
        vals = {name: row[name] for name in (
            'shift_hours', 'a', 'b', 'c', 'd', 'job_hours', 'idle_hours', 'gap_hours', 'utilisation')}
        return dict(
            vals,
            employee_id=row['employee'].id,
            workshop_id=row['workshop'].id,
            supervisor_id=row['supervisor'].id,
        )

    def action_hand_in(self):
        """Hand the day of one outlet in, to be countersigned."""
        self.ensure_one()
        if not self.env.user.has_group('aftersales.group_day_report'):
            raise AccessError(self.env._("The daily report is handed in by the head of the workshop."))
        workshops = self.workshop_ids or self.line_ids.workshop_id
        if self.date_from != self.date_to or len(workshops) != 1:
            raise UserError(self.env._("Choose one day and one outlet: that is what is handed in."))
        report = self.env['aftersales.day.report']._hand_in(workshops, self.date_from)
        return {
            'type': 'ir.actions.act_window', 'res_model': report._name, 'res_id': report.id, 'view_mode': 'form',
            'views': [(False, 'form')]}

    def action_view_entries(self):
        """The entries behind the figures."""
        self.ensure_one()
        start, stop = self.env['aftersales.time.entry']._get_day_bounds(
            self.date_from, self.date_to, self.workshop_ids._origin or self.line_ids.workshop_id)
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Time"),
            'res_model': 'aftersales.time.entry',
            'view_mode': 'list,pivot,graph,form',
            'domain': [
                ('employee_id', 'in', self.line_ids.employee_id.ids),
                ('start', '<', stop), '|', ('stop', '=', False), ('stop', '>', start),
            ],
        }
