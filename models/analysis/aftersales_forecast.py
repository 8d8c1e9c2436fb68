from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.aftersales.models.base.words import say_month


class AftersalesForecast(models.Model):
    """A forecast of an outlet's months as it was made on a day, with what came of it (N3).

    Plain statistics, named with each figure: with two years of history, the same month of last year × growth (mean of the
    last 12 months / mean of the 12 before); with less, the mean of the last months, at most 12; with less than three
    months, none. Cars due are counted from their maintenance plans.
    """
    _name = 'aftersales.forecast'
    _description = "Forecast"
    _inherit = ['aftersales.system.values.mixin']
    _order = 'month desc, id desc'
    _rec_name = 'workshop_id'
    _rec_names_search = ['workshop_id']

    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='workshop_id.company_id', store=True, index=True, precompute=True)
    month = fields.Date(
        string="Made In", required=True, readonly=True, index=True, help="First day of the month it was made in.")
    made_date = fields.Datetime(string="Made On", readonly=True)
    history_months = fields.Integer(string="Months of History", readonly=True, aggregator=None)
    line_ids = fields.One2many('aftersales.forecast.line', 'forecast_id', string="Forecast Figures", readonly=True)
    mape = fields.Float(
        string="Off by, Mean (%)", compute='_compute_mape', digits=(16, 1),
        help="Mean of the errors in percent (MAPE) of the figures whose month is over.")
    known_count = fields.Integer(string="Months Known (n)", compute='_compute_mape')

    _one_a_month = models.UniqueIndex('(workshop_id, month)')

    @api.depends('line_ids.error_percent', 'line_ids.is_month_over')
    def _compute_mape(self):
        found = {forecast: (mean, count) for forecast, mean, count in self.env['aftersales.forecast.line']._read_group(
            [('forecast_id', 'in', self.ids), ('is_month_over', '=', True), ('actual', '>', 0)], ['forecast_id'],
            ['error_percent:avg', '__count'])}
        for forecast in self:
            forecast.mape, forecast.known_count = found.get(forecast._origin, (0.0, 0))

    @api.depends('workshop_id', 'month')
    @api.depends_context('lang')
    def _compute_display_name(self):
        for forecast in self:
            forecast.display_name = (
                f"{forecast.workshop_id.name} · {say_month(self.env, forecast.month)}" if forecast.month else '')

    # === ACTION METHODS ===#

    def action_forecast_now(self):
        """Make this month's forecast of all outlets of the chosen companies anew."""
        self.check_access('read')
        outlets = self.env['aftersales.workshop'].search([('company_id', 'in', self.env.companies.ids)], limit=500)
        if not outlets:
            raise UserError(self.env._("There is no outlet to forecast."))
        outlets._make_forecast()
        return {'type': 'ir.actions.client', 'tag': 'soft_reload'}

    def action_view_lines(self):
        """The figures as a list, a table and a curve."""
        self.check_access('read')
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Forecast Figures"), 'res_model': 'aftersales.forecast.line',
            'views': [(False, 'list'), (False, 'graph'), (False, 'pivot')], 'domain': [('forecast_id', 'in', self.ids)]}

    # === BUSINESS METHODS ===#

    @api.model
    def _cron_forecast(self):
        """Once a month, a few outlets at a time: their work of three years is read."""
        today = fields.Date.today()
        self.env['aftersales.workshop'].sudo()._work_through(
            ['|', ('forecast_due_date', '=', False), ('forecast_due_date', '<=', today)], '_make_forecast', together=5)

    @api.model
    def _predict(self, history, offset):
        """Pure statistics, without the database.

        :param list history: values of months, the last full one last
        :param int offset: months after the last one, 1 for the next
        :return: (value, method, words), or None where there is too little history
        """
        if len(history) >= 24 and sum(history[-24:-12]) > 0:
            growth = round(sum(history[-12:]) / sum(history[-24:-12]), 4)
            base = history[-12 + (offset - 1) % 12]
            return base * growth, 'season', f"{base:g} × {growth:.2f}"
        if len(history) >= 3:
            last = history[-12:]
            mean = sum(last) / len(last)
            return mean, 'mean', f"{sum(last):g} / {len(last)}"
        return None

    def _write_lines(self, rows):
        """Only what differs is written: a second run changes nothing."""
        self.ensure_one()
        kept = {(line.month, line.measure, line.skill_id.id, line.product_id.id): line for line in self.line_ids}
        new = []
        for row in rows:
            line = kept.pop((row['month'], row['measure'], row['skill_id'], row['product_id']), None)
            if line is None:
                new.append({**row, 'forecast_id': self.id})
            elif abs(line.value - row['value']) > 0.005 or line.words != row['words']:
                line.write(row)
        self.env['aftersales.forecast.line'].create(new)
        self.env['aftersales.forecast.line'].browse([line.id for line in kept.values()]).unlink()
