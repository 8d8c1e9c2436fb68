from odoo import api, models
from odoo.fields import Command

# name, in Chinese, kind, price, months, kilometres
KINDS = [
    ("Full service for a year", "一年全包保养维修", 'full', 6800, 12, 0),
    ("Two more years of guarantee", "两年延保", 'guarantee', 3200, 24, 60000),
]


class AftersalesDemo(models.AbstractModel):
    """One contract of each kind that is more than a number of services: any work, a longer guarantee."""

    _inherit = 'aftersales.demo'

    def _sell_kinds(self, login, company, vehicles, sold):
        """:param sold: the company's first type, for the accounts and the product"""
        types = self._load_kinds(company, sold)
        contracts = self._as(self.env['aftersales.contract'], login, company).create([
            {'type_id': kind.id, 'vehicle_id': vehicle.id, 'partner_id': vehicle.owner_id.id}
            for kind, vehicle in zip(types, vehicles.filtered('owner_id'), strict=False)])
        self._pay_contracts(company, contracts)

    def _load_kinds(self, company, sold):
        policy = self._load_extended_policy(company)
        more = {
            'full': {'line_ids': [Command.create({'is_any_work': True, 'is_unlimited': True})], 'commission_percent': 2},
            'guarantee': {'policy_id': policy.id, 'may_suspend': False, 'is_transferable': True},
        }
        types = sold.create([{
            'name': name, 'kind': kind, 'price': price, 'months': months, 'distance': distance, 'company_id': company.id,
            'recognition': 'time', 'product_id': sold.product_id.id, 'deferred_account_id': sold.deferred_account_id.id,
            'income_account_id': sold.income_account_id.id, 'journal_id': sold.journal_id.id, **more[kind],
        } for name, __, kind, price, months, distance in KINDS])
        self._say_in_chinese({(kind, 'name'): row[1] for kind, row in zip(types, KINDS, strict=True)})
        return types

    @api.model
    def _load_extended_policy(self, company):
        policy = self.env['aftersales.policy'].create({
            'name': "Our extended warranty", 'code': f'EXT-{company.id}', 'kind': 'dealer', 'company_id': company.id,
            'start_event': 'contract', 'months': 24, 'km': 60000, 'share': 100,
            'pay_type_id': self.env.ref('aftersales.pay_type_warranty').id})
        policy.action_release()
        self._say_in_chinese({(policy, 'name'): "本店延保"})
        return policy
