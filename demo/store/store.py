from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

from odoo.addons.aftersales.demo.base.tools import OUTLETS


class AftersalesDemo(models.AbstractModel):
    """How the stores are kept: checks signed and to come, quality looked at, parts scrapped and to be scrapped (H5)."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_store_keeping(self):
        self.env['aftersales.stocking.policy']._create_missing()
        for outlet in OUTLETS:
            company, warehouse = self._ref(f'company_{outlet}'), self._ref(f'warehouse_{outlet}')
            policy = self.env['aftersales.stocking.policy'].search([('warehouse_id', '=', warehouse.id)])
            login = 'parts' if outlet == 'shanghai' else 'manager'
            self._as(policy, 'manager', company).write({
                'keeper_id': self._ref(f'user_{login}').id, 'head_id': self._ref(f'user_{login}').id})
            self._load_store_checks(policy, login, company)
            self._load_stock_reviews(policy, login, company)
        self._as(self._ref('workshop_shanghai'), 'manager', self._ref('company_shanghai')).write({
            'part_fill_target': 92, 'part_dead_most': 8})
        self._load_goods_apart(self._ref('company_shanghai'), self._ref('warehouse_shanghai'))
        self._load_spot_check(self.env['aftersales.stocking.policy'].search([
            ('warehouse_id', '=', self._ref('warehouse_shanghai').id)]))
        self._load_count(self._ref('company_shanghai'))
        self._load_store_money()

    def _load_goods_apart(self, company, warehouse):
        """Promotional goods came, and lie at their place by themselves; a customer brought his own part."""
        Picking = self._as(self.env['stock.picking'], 'parts', company)
        suppliers, customers = (self.env.ref(f'stock.stock_location_{whose}') for whose in ('suppliers', 'customers'))
        for part, quantity, source, target in (
                ('umbrella', 40, suppliers, warehouse.lot_stock_id),
                ('wiper_vw', 1, customers, warehouse.aftersales_brought_id)):
            picking = Picking.create({
                'picking_type_id': warehouse.in_type_id.id, 'location_id': source.id, 'location_dest_id': target.id,
                'move_ids': [Command.create({
                    'product_id': self._ref(f'part_{part}').id, 'product_uom_qty': quantity, 'location_id': source.id,
                    'location_dest_id': target.id, 'company_id': company.id})]})
            picking.action_confirm()
            picking.move_ids.picked = True
            picking.button_validate()

        self._load_goods_of_others(company)

    def _load_goods_of_others(self, company):
        """Parts that customers brought for their jobs, and one that waits until its supplier picks it up."""
        brought = self.env['aftersales.order.line'].search([
            ('company_id', '=', company.id), ('line_type', '=', 'part'), ('part_origin', '=', 'customer'),
            ('order_id.state', 'not in', ('draft', 'delivered', 'cancelled'))], order='id', limit=2)
        if brought:
            self._as(brought, 'parts', company).action_take_brought()
        defect = self.env['aftersales.part.defect'].search([
            ('company_id', '=', company.id), ('remedy_date', '!=', False), ('remedy', '=', 'exchange')], limit=1)
        if defect:
            defect = self._as(defect, 'parts', company)
            defect.write({
                'partner_id': (defect.partner_id or self._ref('supplier_depot')).id,
                'answer_due': fields.Date.today() + timedelta(days=7)})
            defect.action_claim()
            defect.action_set_aside()

    def _load_count(self, company):
        """Of the umbrellas one is gone: the clerk says why, and applies the count."""
        quant = self._as(self.env['stock.quant'], 'parts', company).with_context(inventory_mode=True).search([
            ('product_id', '=', self._ref('part_umbrella').id), ('quantity', '>', 1),
            ('location_id.usage', '=', 'internal')], limit=1)
        quant.write({
            'inventory_quantity': quant.quantity - 1,
            'aftersales_count_reason_id': self._ref('count_reason_undocumented').id})
        quant.action_apply_inventory()

    def _load_store_checks(self, policy, login, company):
        """Of the last three weeks; the latest found something; the next one is planned as the night plans it."""
        Check = self._as(self.env['aftersales.store.check'], login, company)
        today = fields.Date.today()
        for days in (21, 14, 7):
            check = Check.create({'warehouse_id': policy.warehouse_id.id, 'date': today - timedelta(days=days)})
            if days == 7:
                check.line_ids[3].write({
                    'result': 'wrong', 'remark': "Two shelves without labels", 'measure': "Print and fix the labels",
                    'user_id': self._ref(f'user_{login}').id, 'due_date': today + timedelta(days=3)})
            check.action_all_in_order()
            check.action_sign()
        policy._plan_store_check()

    def _load_stock_reviews(self, policy, login, company):
        """All that lies there, looked at: two are used first, one is reworked, one is scrapped and one is to be approved."""
        review = self._as(self.env['aftersales.stock.review'], login, company).create({
            'warehouse_id': policy.warehouse_id.id, 'remark': "Yearly look at everything"})
        review.action_collect()
        lines = review.line_ids.sorted(lambda line: (line.quantity, line.id))
        if len(lines) > 5:
            lines[4].write({'result': 'rework', 'remark': "Repack, the carton is open"})
        if len(lines) > 4:
            lines[:2].result = 'first'
            lines[2:4].write({'result': 'scrap', 'reason': 'rusted', 'remark': "Rusted through, the pack was open"})
        review.action_keep_rest()
        review.action_close()
        request = review.scrap_request_ids
        if request:
            request.line_ids.quantity = 1
            request.action_ask()
            if login != 'manager':  # the other outlet's request waits for somebody
                self._as(request, 'manager', company).action_approve()
                self._sell_scrap(request, company)

    def _sell_scrap(self, request, company):
        """A dealer takes what was scrapped for its metal: the accountant has invoiced it."""
        dealer = self.env['res.partner'].create({
            'name': "Hudong Metal Recycling", 'is_company': True, 'city': "Shanghai", 'country_id': self.env.ref('base.cn').id,
            'lang': 'zh_CN'})
        request.write({'scrap_buyer_id': dealer.id, 'scrap_proceeds': 36.0})
        self._as(request, 'accountant', company).action_bill_scrap()

    def _load_spot_check(self, policy):
        """Chance chose five parts last week; of one the card said another figure."""
        company = policy.company_id
        check = self._as(self.env['aftersales.spot.check'], 'manager', company).create({
            'warehouse_id': policy.warehouse_id.id, 'parts': 5, 'date': fields.Date.today() - timedelta(days=5)})
        check.action_draw()
        for number, line in enumerate(self._as(check.line_ids, 'parts', company)):
            wrong = 0 if number else 1
            line.write({'card_quantity': line.book_quantity + wrong, 'counted': line.book_quantity})
            if wrong:
                line.remark = "The card was not written when one was issued"
        self._as(check, 'parts', company).action_sign_store()
        check.action_sign_accounting()
