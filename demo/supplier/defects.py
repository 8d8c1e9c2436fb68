from datetime import timedelta

from odoo import api, fields, models

# outlet, failure, what it does, whether somebody could be hurt, how far it is
DEFECTS = [
    ('shanghai', 'leak', "Wet at the seal after two weeks.", False, 'answered'),
    ('shanghai', 'broken', "The bracket broke off on the motorway.", True, 'blocked'),
    ('hangzhou', 'noise', "Squeals when it is cold.", False, 'reported'),
]


class AftersalesDemo(models.AbstractModel):
    """Parts that failed: one the supplier answered, one that blocks the stock, one just reported (H8)."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_part_defects(self):
        lines = {}
        for outlet in ('shanghai', 'hangzhou'):
            company = self._ref(f'company_{outlet}')
            moves = self.env['stock.move'].search([
                ('company_id', '=', company.id), ('state', '=', 'done'), ('aftersales_line_id', '!=', False),
                ('product_id.tracking', '=', 'none'), ('product_id.name', 'not like', ' L')], order='id desc', limit=60)
            lines[outlet] = list({move.product_id: move.aftersales_line_id for move in moves}.values())
        for outlet, *row in DEFECTS:
            if lines[outlet]:
                self._load_part_defect(outlet, lines[outlet].pop(0), *row)
        self._load_part_exchange()

    def _load_part_exchange(self):
        """A customer brings back what he bought at the counter; it is exchanged under its guarantee."""
        company = self._ref('company_shanghai')
        sale = self.env['aftersales.counter.sale'].search([
            ('company_id', '=', company.id), ('state', '=', 'handed'), ('delivery_kind', '=', 'counter')], order='id', limit=1)
        line = sale.line_ids.filtered(lambda line: line.guarantee_until and line.qty_delivered)[:1]
        if not line:
            return
        context = self._as(line, 'parts', company).action_report_defect()['context']
        defect = self._as(self.env['aftersales.part.defect'], 'parts', company).with_context(**context).create({
            'quantity': 1, 'failure_mode': 'electric', 'effect': self.env._("Empty after two days.")})
        defect.action_exchange()

    def _load_part_defect(self, outlet, line, mode, effect, is_safety, step):
        company = self._ref(f'company_{outlet}')
        login = 'parts' if outlet == 'shanghai' else 'advisor_hangzhou'
        defect = self._as(self.env['aftersales.part.defect'], login, company).create({
            'order_id': line.order_id.id, 'product_id': line.product_id.id, 'odometer': line.order_id.odometer_in,
            'failure_mode': mode, 'effect': effect, 'is_safety': is_safety})
        if step == 'reported':
            return
        defect.action_investigate()
        if step == 'blocked':
            if defect._get_stock():
                defect.action_block()
            return
        supplier = defect.partner_id or self._ref('supplier_depot')
        defect.write({'partner_id': supplier.id, 'answer_due': fields.Date.today() + timedelta(days=10)})
        defect.claim_amount = max(defect.product_id.with_company(company).standard_price, 120.0)
        defect.action_claim()
        defect.write({
            'answer': 'partly', 'granted_amount': round(defect.claim_amount * 0.8, 2),
            'answer_text': "The batch is known. We replace it.", 'cause': "Rubber mixed too hard",
            'remedy': 'exchange'})
        defect.action_answer()
