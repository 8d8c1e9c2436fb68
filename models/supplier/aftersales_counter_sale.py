from odoo import fields, models

READERS = 'aftersales.group_part_defect'


class AftersalesCounterSale(models.Model):
    """A sale of which a part failed (H8): it is exchanged or refunded under the part's guarantee."""
    _inherit = 'aftersales.counter.sale'

    part_defect_count = fields.Integer(compute='_compute_part_defect_count', groups=READERS)

    def _compute_part_defect_count(self):
        counts = dict(self.env['aftersales.part.defect']._read_group(
            [('failed_sale_id', 'in', self.ids)], ['failed_sale_id'], ['__count']))
        for sale in self:
            sale.part_defect_count = counts.get(sale._origin, 0)

    def action_view_part_defects(self):
        """What failed of it; a new defect is of this sale, and of its part if it has but one."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_part_defects')
        products = self.line_ids.product_id
        return {
            **action, 'domain': [('failed_sale_id', '=', self.id)], 'context': {
                'default_failed_sale_id': self.id, 'search_default_open': 0,
                **({'default_product_id': products.id} if len(products) == 1 else {})}}
