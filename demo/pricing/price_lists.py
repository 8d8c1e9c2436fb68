from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

# days ago, shop, kind, price with taxes, source
SEEN = [
    (150, "Pudong Auto Service", 'labour', 380, 'phone'),
    (40, "Pudong Auto Service", 'labour', 398, 'web'),
    (25, "Tuhu Workshop Zhangjiang", 'labour', 299, 'web'),
    (12, "Riverside Garage", 'labour', 350, 'customer'),
    (8, "Tuhu Workshop Zhangjiang", 'menu', 468, 'advert'),
    (3, "Riverside Garage", 'menu', 520, 'visit'),
]
CONDITIONS = (
    "Hours are charged by the maker's flat rates, not by the clock. Genuine parts at the maker's list price; other parts as "
    "below. Whoever declines a repair pays the diagnosis only.")


class AftersalesDemo(models.AbstractModel):
    """What the outlets publish of their prices, the version that comes next, and what competitors ask (A5)."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_price_lists(self):
        for outlet in ('shanghai', 'hangzhou'):
            company = self._ref(f'company_{outlet}')
            company.aftersales_price_group = "East China"
            workshop = self.env['aftersales.workshop'].search([('company_id', '=', company.id)], limit=1)
            today = workshop._get_local_day(fields.Datetime.now())
            self._load_competitor_prices(outlet, company, today)
            Lists = self._as(self.env['aftersales.price.list'], 'manager', company)
            price_list = Lists.create({
                'workshop_id': workshop.id, 'valid_from': today, 'is_public': True, 'conditions': CONDITIONS})
            price_list.action_fill()
            labour = price_list.line_ids.filtered(lambda line: line.kind == 'labour')[:1]
            price_list.line_ids = [
                Command.create({
                    'kind': 'labour', 'pay_type_id': labour.pay_type_id.id, 'price': labour.price + 40,
                    'work_class_id': self.env.ref('aftersales.work_class_body').id}),
                Command.create({'kind': 'parts', 'percent': 30, 'part_origin': 'equivalent'}),
                Command.create({'kind': 'parts', 'percent': 25, 'part_origin': 'aftermarket'}),
            ]
            if outlet == 'hangzhou':
                labour.difference_reason = "Lower rent and wages than in Pudong"
            price_list.action_publish()
            if outlet == 'shanghai':
                self._load_next_version(price_list, today)

    def _load_competitor_prices(self, outlet, company, today):
        login = 'advisor' if outlet == 'shanghai' else 'advisor_hangzhou'
        menu = self.env['aftersales.menu'].search([('company_id', 'in', (False, company.id))], limit=1)
        self._as(self.env['aftersales.competitor.price'], login, company).create([
            {'shop': shop, 'kind': kind, 'price': price, 'source': source, 'date': today - timedelta(days=days),
             'menu_id': menu.id if kind == 'menu' else False}
            for days, shop, kind, price, source in SEEN])

    def _load_next_version(self, price_list, today):
        version = price_list.browse(price_list.action_new_version()['res_id'])
        version.write({'valid_from': (today + timedelta(days=45)).replace(day=1)})
        labour = version.line_ids.filtered(lambda line: line.kind == 'labour')[:1]
        labour.write({'pricing': 'market', 'markup': -3})
        version.action_propose()
