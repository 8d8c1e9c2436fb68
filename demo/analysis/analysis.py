from dateutil.relativedelta import relativedelta

from odoo import api, models


class AftersalesDemo(models.AbstractModel):
    """This month's forecast, that of a quarter ago with what came of it, and three questions to the figures (N3)."""
    _inherit = 'aftersales.demo'

    @api.model
    def _load_analysis(self):
        company, outlet = self._ref('company_shanghai'), self._ref('workshop_shanghai')
        month = company._get_today().replace(day=1)
        former = self.env['aftersales.forecast'].sudo().create({  # sudo: what the scheduled action made then
            'workshop_id': outlet.id, 'month': month - relativedelta(months=3), 'history_months': 9})
        self.env['aftersales.forecast.line'].sudo().create([  # sudo: as above
            {'forecast_id': former.id, 'month': month - relativedelta(months=back), 'measure': measure, 'value': value,
             'method': 'mean', 'words': f"{value * 9:g} / 9"}
            for back in (3, 2, 1) for measure, value in (('visits', 12), ('revenue', 9800))])
        outlet._make_forecast()
        Relation = self._as(self.env['aftersales.relation'], 'manager', company)
        for kind, least in (('drivers', 5), ('km', 10), ('item', 30)):
            relation = Relation.create({'company_id': company.id, 'relation_kind': kind, 'least_count': least})
            if relation.sudo()._fetch_pairs():
                relation.action_reckon()
