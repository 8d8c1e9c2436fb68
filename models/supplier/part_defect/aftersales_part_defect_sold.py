from odoo import api, fields, models
from odoo.tools import SQL

SELLERS = 'aftersales.group_counter_sale'


class AftersalesPartDefect(models.Model):
    """What was sold over the counter fails, too, and customers took the same lot along (H8)."""
    _inherit = 'aftersales.part.defect'

    failed_sale_id = fields.Many2one(
        'aftersales.counter.sale', string="Sold at the Counter By", index='btree_not_null', check_company=True,
        ondelete='restrict', groups=SELLERS, copy=False, help="The sale by which the part went out.")
    lot_sale_count = fields.Integer(
        string="Sold of the Lot", compute='_compute_lot_sale_count', groups=SELLERS,
        help="Counter sales of the same lot; of a part without lots, those since this one came in.")

    def _compute_lot_sale_count(self):
        sales = self._get_sales_of_lot()
        for defect in self:
            defect.lot_sale_count = len(sales.get(defect._origin.id, ()))

    @api.depends('failed_sale_id')
    def _compute_workshop_id(self):
        super()._compute_workshop_id()
        for defect in self.filtered(lambda defect: not defect.order_id):
            # sudo: at which outlet it was sold is told to whoever may read the defect
            if workshop := defect.sudo().failed_sale_id.workshop_id:
                defect.workshop_id = workshop.with_env(self.env)

    def action_view_lot_sales(self):
        """The sales whose customers hold the same lot."""
        found = self._get_sales_of_lot()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_counter_sales')
        return {**action, 'domain': [('id', 'in', sorted({sale for ids in found.values() for sale in ids}))], 'context': {}}

    def _is_customers(self):
        # sudo: whoever closes it need not sell at the counter
        return super()._is_customers() or bool(self.sudo().failed_sale_id)

    def _get_sales_of_lot(self):
        """:return: dict of defect id: ids of the counter sales that hold the same lot, of the companies the user works for"""
        if not self.ids:
            return {}
        self.env.flush_all()
        self.env.cr.execute(SQL("""
            SELECT held.defect_id, array_agg(held.sale_id)
              FROM (SELECT defect.id AS defect_id, sold.sale_id
                      FROM aftersales_part_defect AS defect
                      JOIN stock_move_line AS line ON line.product_id = defect.product_id AND line.state = 'done'
                           AND %(same)s
                      JOIN stock_move AS move ON move.id = line.move_id
                      JOIN aftersales_counter_sale_line AS sold ON sold.id = move.aftersales_counter_line_id
                           AND sold.company_id IN %(companies)s
                      JOIN stock_location AS place ON place.id = line.location_dest_id
                     WHERE defect.id IN %(defects)s
                  GROUP BY defect.id, sold.sale_id
                    HAVING SUM(CASE WHEN place.usage IN ('internal', 'transit') THEN -line.quantity_product_uom
                               ELSE line.quantity_product_uom END) > 0) AS held
          GROUP BY held.defect_id""", same=self._is_same_lot(), defects=tuple(self.ids),
            companies=tuple(self.env.companies.ids)))
        return dict(self.env.cr.fetchall())
