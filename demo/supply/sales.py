from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

# How customers asked who did not come to the counter, by number of the sale.
CHANNELS = {1: 'phone', 2: 'message', 6: 'phone'}
# outlet, days ago, whether by parcel, parts, how far it went
SALES = [
    ('shanghai', 9, False, {'oil_5w30': 4, 'wiper_vw': 1}, 'invoiced'),
    ('shanghai', 6, True, {'cf_byd': 2}, 'shipped'),
    ('shanghai', 5, True, {'oil_0w20': 6}, 'confirmed'),
    ('shanghai', 2, False, {'key_battery': 2}, 'handed'),
    ('shanghai', 0, False, {'coolant_ev': 1}, 'quote'),
    ('hangzhou', 4, False, {'oil_5w30': 5}, 'invoiced'),
    ('hangzhou', 0, True, {'batt_60': 1}, 'confirmed'),
]


class AftersalesDemo(models.AbstractModel):
    """Parts over the counter and by parcel: invoiced, handed over, one parcel that is late (H9)."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_counter_sales(self):
        for number, row in enumerate(SALES):
            self._load_counter_sale(number, *row)
        self._load_account_sales()
        self._load_ordered_sale()
        self._load_asked_discount()
        self._load_parts_wish()

    def _load_ordered_sale(self):
        """Asked for by phone, not on the shelf: the clerk has ordered it for this sale."""
        sale = self._as(self.env['aftersales.counter.sale'], 'parts', self._ref('company_shanghai')).create({
            'workshop_id': self._ref('workshop_shanghai').id, 'partner_id': self._ref('customer_32').id, 'channel': 'phone',
            'line_ids': [Command.create({'product_id': self._ref('part_injector').id, 'quantity': 4})]})
        if sale.credit_text or not sale.line_ids._get_vendor():
            return
        sale.action_confirm()
        if sale.is_to_order:
            if sale.line_ids.part_approval == 'to_approve':
                self._as(sale, 'manager', sale.company_id).action_approve_parts()
            sale.action_order_missing_parts()

    def _load_asked_discount(self):
        """More off than the parts clerk may give: whoever may is asked, and has not answered yet."""
        sale = self._as(self.env['aftersales.counter.sale'], 'parts', self._ref('company_shanghai')).create({
            'workshop_id': self._ref('workshop_shanghai').id, 'partner_id': self._ref('customer_32').id,
            'line_ids': [Command.create({'product_id': self._ref('part_wiper_vw').id, 'quantity': 2, 'discount': 12})]})
        if sale.may_ask_discount:
            sale._ask_discount(self.env._("Buys for three cars, and the shop across the street asks as much"))

    def _load_parts_wish(self):
        """A customer asks on his page for what fits his car; nobody has looked at it yet."""
        user, workshop = self._ref('user_customer'), self._ref('workshop_shanghai')
        Product = self.env['product.product'].with_company(workshop.company_id).with_context(
            allowed_company_ids=workshop.company_id.ids)
        vehicle = self.env['fleet.vehicle'].search([('owner_id', '=', user.partner_id.id)], limit=1)
        parts = Product._find_online(vehicle, '')[:2] or Product.search(Product._get_online_domain(), order='id', limit=2)
        self.env['aftersales.counter.sale']._ask_online(
            workshop, user.partner_id, dict.fromkeys(parts.ids, 1), 'd' * 32,
            note=self.env._("For %(car)s", car=vehicle.license_plate or vehicle.display_name))

    def _load_account_sales(self):
        """A fleet takes parts under its own number; another asks what they cost."""
        company = self._ref('company_shanghai')
        Sale = self._as(self.env['aftersales.counter.sale'], 'parts', company)
        for number, order, quantity in ((34, "PO-4180", 3), (32, False, 2)):
            sale = Sale.create({
                'workshop_id': self._ref('workshop_shanghai').id, 'partner_id': self._ref(f'customer_{number}').id,
                'customer_order_number': order, 'line_ids': [Command.create({
                    'product_id': self._ref('part_oil_5w30').id, 'quantity': quantity})]})
            if not order:
                continue
            if sale.credit_text:
                self._as(sale, 'accountant', company)._let_sell(
                    self.env._("Pays at the end of the month, as his buyer says"))
            sale.action_confirm()

    def _load_counter_sale(self, number, outlet, days, by_parcel, parts, end):
        company = self._ref(f'company_{outlet}')
        login = 'parts' if outlet == 'shanghai' else 'advisor_hangzhou'
        moment = fields.Datetime.now() - timedelta(days=days)
        customers = self.env['res.partner'].search([
            ('owned_vehicle_ids', '!=', False), ('city', '!=', False), ('company_id', 'in', (False, company.id))],
            order='id', limit=20)
        sale = self._as(self.env['aftersales.counter.sale'], login, company).create({
            'workshop_id': self._ref(f'workshop_{outlet}').id, 'date': moment, 'channel': CHANNELS.get(number, 'window'),
            **({'delivery_kind': 'parcel', 'partner_id': customers[number].id} if by_parcel else {}),
            'line_ids': [Command.create({'product_id': self._ref(f'part_{part}').id, 'quantity': quantity})
                         for part, quantity in parts.items()]})
        if end == 'quote':
            return
        sale.action_confirm()
        self._backdate_counter_sale(sale.sudo(), moment)
        if end == 'confirmed':
            return
        if by_parcel:
            sale.write({'carrier': "SF Express (顺丰)", 'parcel_number': f'SF10{number:05}'})
        sale.action_hand_over()
        if end == 'invoiced':
            accountant = self._as(sale, 'accountant', company)
            accountant.action_invoice()
            self._as(sale.sudo().invoice_ids, 'accountant', company).action_post()

    def _backdate_counter_sale(self, sale, moment):
        """Confirmed on its day; what was promised then is due by the same table."""
        self._backdate(sale, {sale: moment}, 'confirmed_date')
        if sale.due_date:
            ends = self.env['aftersales.deadline']._get_ends('counter_sale', sale, 'ship', {sale: moment})
            self._backdate(sale, {sale: ends[sale][1]}, 'due_date')
