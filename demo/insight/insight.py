from odoo import api, models

REVENUE = 900_000


class AftersalesDemo(models.AbstractModel):
    """Key figures of a year, and what the outlets mean to reach (N1)."""
    _inherit = 'aftersales.demo'

    @api.model
    def _load_insight(self):
        company = self._ref('company_shanghai')
        offers = self._as(self.env['aftersales.indicator.target'], 'manager', company).search([
            ('workshop_id', '=', False)], limit=100)
        targets = offers.action_adopt()
        for target in targets.filtered(lambda one: one.indicator_id == self._ref('indicator_visits')):
            target.write({'year_value': 360.0, 'source': "The house itself"})
        targets.create([{
            'indicator_id': self._ref('indicator_revenue').id, 'workshop_id': outlet.id,
            'year': company._get_today().year, 'year_value': REVENUE, 'source': "The house itself",
        } for outlet in targets.workshop_id])
        self._as(self.env['aftersales.indicator.figure'], 'manager', company).action_measure_now()
        self._as(self.env['aftersales.day.close'], 'manager', company).action_close_today()
