from odoo import api, models


class AftersalesDemo(models.AbstractModel):
    """What customers are worth after the visits of the demo, one of a class by hand, and one who is to be won back."""
    _inherit = 'aftersales.demo'

    @api.model
    def _load_values(self):
        for run in self.env['aftersales.value.run']._get_runs():
            before = None
            while run.batch_count != before:
                before = run.batch_count
                run._work_batch()
        Value = self.env['aftersales.customer.value']
        Value.search([('needs_case', '=', True)])._open_cases()
        shanghai, hangzhou = self._ref('company_shanghai'), self._ref('company_hangzhou')
        self._ref('workshop_shanghai').base_target = 1500
        fleet = Value.search([('company_id', '=', shanghai.id), ('partner_id.is_company', '=', True)], limit=1)
        if fleet:
            self._as(fleet, 'manager', shanghai)._set_by_hand(
                'a', fleet._get_today().replace(month=12, day=31), "Twelve cars, and the whole firm listens to its driver")
        for company in (shanghai, hangzhou):
            self._win_back(company)

    @api.model
    def _win_back(self, company):
        """The one who stayed away longest of those who are no longer sure to come."""
        value = self.env['aftersales.customer.value'].search([
            ('company_id', '=', company.id), ('status', 'in', ('risk', 'lost')), ('lost_ids', '=', False)],
            order='last_visit, id', limit=1)
        if not value:
            return
        case = value._open_cases()
        case.write({
            'user_id': case.user_id.id or self._ref('user_care').id, 'reason_id': self._ref('lost_reason_waiting').id,
            'measure': "The head calls and asks what went wrong; next time the car is fetched and brought back.",
            'offer': "Free check of 36 points and a loaner car"})
        self._as(case, 'care', company).action_offer()
