from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesCounterSaleLine(models.Model):
    """Parts of a sale that stock sets aside, hands over and takes back (H9)."""
    _inherit = 'aftersales.counter.sale.line'

    move_ids = fields.One2many(
        'stock.move', 'aftersales_counter_line_id', string="Stock Moves", readonly=True, copy=False)
    qty_delivered = fields.Float(
        string="Handed Over", digits='Product Unit', compute='_compute_qty_delivered', store=True, copy=False,
        help="Left the house, less what came back.")

    @api.depends('move_ids.state', 'move_ids.quantity', 'move_ids.product_uom')
    def _compute_qty_delivered(self):
        for line in self:
            line.qty_delivered = line._get_moved_quantity()

    def _get_moved_quantity(self):
        done = self.move_ids.filtered(lambda move: move.state == 'done')
        return sum(move._get_aftersales_quantity(self.product_uom_id) for move in done)

    def _get_unrequested_quantity(self):
        """What is sold and neither was handed over nor is asked for; what came back is not asked for again."""
        self.ensure_one()
        if not self._is_goods():
            return 0.0
        out = self.move_ids.filtered(lambda move: move.state != 'cancel' and move._get_aftersales_direction() > 0)
        return self.product_uom_id.round(
            self.quantity - sum(move._get_aftersales_quantity(self.product_uom_id) for move in out))

    def _prepare_stock_move_vals(self, quantity, picking):
        self.ensure_one()
        quantity, uom = self.product_uom_id._adjust_uom_quantities(quantity, self.product_id.uom_id)
        return {
            'aftersales_counter_line_id': self.id, 'picking_id': picking.id, 'picking_type_id': picking.picking_type_id.id,
            'warehouse_id': picking.picking_type_id.warehouse_id.id, 'company_id': self.company_id.id,
            'product_id': self.product_id.id, 'product_uom': uom.id, 'product_uom_qty': quantity,
            'location_id': picking.location_id.id, 'location_dest_id': picking.location_dest_id.id,
            'partner_id': picking.partner_id.id, 'origin': self.sale_id.name, 'sequence': self.sequence,
            'date': fields.Datetime.now(), 'date_deadline': self.sale_id.due_date, 'procure_method': 'make_to_stock',
        }

    def _check_delivered_quantity(self):
        """After goods moved: never more handed over than sold, never more brought back than handed over."""
        for line in self:
            if line.product_uom_id.compare(line.qty_delivered, line.quantity) > 0:
                raise UserError(self.env._(
                    "Only %(quantity)s of %(part)s are sold with %(sale)s. Correct the quantity, or make another sale.",
                    quantity=f'{line.quantity:g}', part=line.product_id.display_name, sale=line.sale_id.display_name))
            if line.product_uom_id.compare(line.qty_delivered, 0.0) < 0:
                raise UserError(self.env._(
                    "More of %(part)s would come back than was handed over with %(sale)s. Correct the quantity.",
                    part=line.product_id.display_name, sale=line.sale_id.display_name))
