from odoo import api, models


class AftersalesDemo(models.AbstractModel):
    """A member card that is sold, and a customer of each company who has bought it (contracts, §6)."""
    _inherit = 'aftersales.demo'

    @api.model
    def _load_member_cards(self):
        for outlet, login in (('shanghai', 'advisor'), ('hangzhou', 'advisor_hangzhou')):
            company = self._ref(f'company_{outlet}')
            sold = self.env['aftersales.contract.type'].search([('company_id', '=', company.id)], limit=1)
            kind = sold.create({
                'name': "Gold card for a year", 'kind': 'card', 'price': 398, 'months': 12, 'company_id': company.id,
                'recognition': 'time', 'member_level_id': self._ref('member_level_gold').id,
                'product_id': sold.product_id.id, 'deferred_account_id': sold.deferred_account_id.id,
                'income_account_id': sold.income_account_id.id, 'journal_id': sold.journal_id.id})
            self._say_in_chinese({(kind, 'name'): "金卡会员一年"})
            members = self.env['aftersales.member'].search([('company_id', '=', company.id), ('level_id', '=', False)])
            vehicle = self.env['fleet.vehicle'].search([('owner_id', 'in', members.partner_id.ids)], order='id', limit=1)
            if vehicle:
                self._pay_contracts(company, self._as(self.env['aftersales.contract'], login, company).create({
                    'type_id': kind.id, 'vehicle_id': vehicle.id, 'partner_id': vehicle.owner_id.id}))
