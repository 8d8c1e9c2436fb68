from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

CHINESE = {
    "Volkswagen new car warranty": "大众新车质保",
    "BYD new car warranty": "比亚迪新车质保",
    "Battery guarantee of the supplier": "供应商蓄电池质保",
    "Our guarantee of parts": "本店配件质保",
    "Wear parts": "易损耗零部件",
    "Filters and fluids": "滤清器与油液",
    "Maintenance and adjustment": "保养与调整",
    "Traction battery, motor and control": "动力电池、驱动电机及电控",
    "Starter batteries": "起动蓄电池",
    "Chassis, electrics and air conditioning": "底盘、电器与空调",
}


class AftersalesDemo(models.AbstractModel):
    """What two makers, a supplier and the dealer himself promise, and the cars that hold it."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_policies(self):
        company = self._ref('company_shanghai')
        Policy = self._as(self.env['aftersales.policy'], 'claims', company)
        year = fields.Date.context_today(self).year
        old = self._create_policy(Policy, self._prepare_volkswagen())
        old.action_release()
        new = Policy.browse(old.action_new_version()['res_id'])
        new.write({
            'sale_from': f'{year - 1}-01-01', 'needs_registration': True, 'needs_service': True,
            'citation': "Circular of the maker on new car warranty, second version"})
        new.action_release()
        byd = self._create_policy(Policy, self._prepare_byd())
        byd.action_release()
        batteries = self._create_policy(Policy, self._prepare_batteries())
        batteries.action_release()
        parts = self._create_policy(Policy, self._prepare_own_parts(company))
        parts.action_release()
        self._give_policies(old | new | byd | batteries | parts)
        orders = self.env['aftersales.order'].search([('state', '=', 'delivered')])
        self.env['aftersales.coverage']._make_for_parts(orders)

    def _create_policy(self, model, vals):
        policy = model.create(vals)
        self._say_in_chinese({(record, 'name'): CHINESE[record.name] for record in (policy, *policy.line_ids)})
        return policy

    def _give_policies(self, policies):
        """As the scheduler does in the night after a release."""
        for policy in policies.sudo():
            while not policy.is_given:
                policy._give_to_next_cars()

    def _get_categories(self, *names):
        return Command.set([self._ref(f'category_{name}').id for name in names])

    def _prepare_maintenance_line(self):
        classes = self.env['aftersales.work.class'].union(*(
            self.env.ref(f'aftersales.work_class_{name}') for name in ('service1', 'service2')))
        return Command.create({
            'name': "Maintenance and adjustment", 'scope': 'work', 'terms': 'none', 'sequence': 30,
            'work_class_ids': [Command.set(classes.ids)]})

    def _prepare_volkswagen(self):
        return {
            'name': "Volkswagen new car warranty", 'code': 'VW-NEW', 'sequence': 10, 'months': 36, 'km': 100_000,
            'payer_id': self._ref('maker_volkswagen').id, 'covers_towing': True,
            'brand_ids': [Command.set(self.env.ref('fleet.brand_volkswagen').ids)], 'claim_days': 15,
            'line_ids': [
                Command.create({
                    'name': "Wear parts", 'scope': 'wear', 'terms': 'own', 'months': 6, 'km': 10_000, 'sequence': 10,
                    'category_ids': [self._get_categories('wear', 'brake')],
                    'product_ids': [Command.set(self._ref('part_sp_vw').ids)]}),
                Command.create({
                    'name': "Filters and fluids", 'scope': 'wear', 'terms': 'none', 'sequence': 20,
                    'category_ids': [self._get_categories('filter', 'fluid')]}),
                self._prepare_maintenance_line(),
            ],
        }

    def _prepare_byd(self):
        return {
            'name': "BYD new car warranty", 'code': 'BYD-NEW', 'sequence': 20, 'months': 72, 'km': 150_000,
            'payer_id': self._ref('maker_byd').id, 'covers_towing': True, 'covers_loaner': True, 'old_part_rule': 'photo',
            'brand_ids': [Command.set(self.env.ref('fleet.brand_byd').ids)],
            'line_ids': [
                Command.create({
                    'name': "Traction battery, motor and control", 'scope': 'battery', 'terms': 'own', 'months': 96,
                    'km': 160_000, 'sequence': 5, 'category_ids': [self._get_categories('hv')]}),
                Command.create({
                    'name': "Wear parts", 'scope': 'wear', 'terms': 'own', 'months': 6, 'km': 10_000, 'sequence': 10,
                    'category_ids': [self._get_categories('wear', 'brake')],
                    'product_ids': [Command.set(self._ref('part_sp_byd').ids)]}),
                Command.create({
                    'name': "Filters and fluids", 'scope': 'wear', 'terms': 'none', 'sequence': 20,
                    'category_ids': [self._get_categories('filter', 'fluid')]}),
                self._prepare_maintenance_line(),
            ],
        }

    def _prepare_batteries(self):
        return {
            'name': "Battery guarantee of the supplier", 'code': 'BATT', 'kind': 'supplier', 'sequence': 30, 'months': 24,
            'km': 0, 'is_whole': False, 'start_event': 'fitted', 'replacement_term': 'own',
            'payer_id': self._ref('supplier_depot').id,
            'line_ids': [Command.create({
                'name': "Starter batteries", 'scope': 'battery', 'terms': 'policy',
                'product_ids': [Command.set([self._ref(f'part_batt_{name}').id for name in ('70', '60', 'lv')])]})],
        }

    def _prepare_own_parts(self, company):
        return {
            'name': "Our guarantee of parts", 'code': 'PARTS', 'kind': 'dealer', 'sequence': 40, 'months': 12, 'km': 20_000,
            'is_whole': False, 'start_event': 'fitted', 'company_id': company.id,
            'pay_type_id': self._ref('pay_type_rework').id,
            'line_ids': [Command.create({
                'name': "Chassis, electrics and air conditioning", 'scope': 'category', 'terms': 'policy',
                'category_ids': [self._get_categories('chassis', 'electric', 'hvac')]})],
        }

    def _get_past_day(self, days):
        return fields.Date.context_today(self) - timedelta(days=days)
