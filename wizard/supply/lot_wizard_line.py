from odoo import api, fields, models


class AftersalesLotWizardLine(models.TransientModel):
    """A lot or serial number that is handed out for a part."""
    _name = 'aftersales.lot.wizard.line'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Number That Is Handed Out"
    _order = 'wizard_id, id'

    wizard_id = fields.Many2one('aftersales.lot.wizard', required=True, ondelete='cascade')
    move_id = fields.Many2one('stock.move', string="Part Asked For", required=True, ondelete='cascade')
    product_id = fields.Many2one(related='move_id.product_id')
    lot_id = fields.Many2one(
        'stock.lot', string="Lot or Serial Number", required=True, ondelete='cascade',
        domain="[('product_id', '=', product_id)]")
    quantity = fields.Float(digits='Product Unit', required=True, default=1.0, bounds=(0, 1e6))
    is_scanned = fields.Boolean(string="Scanned")
    expiry_date = fields.Date(string="Best Before", compute='_compute_refusal')
    refusal = fields.Char(string="Not to Be Handed Out", compute='_compute_refusal')

    @api.model
    def _check_spoken_of(self, vals):
        super()._check_spoken_of(vals)
        if vals.get('move_id') and not self.env.su:
            self.new({'move_id': vals['move_id']}).move_id._origin._check_numbers_may_be_said()

    @api.depends('lot_id', 'move_id')
    def _compute_refusal(self):
        for place, lines in self.grouped(lambda line: line._get_place()).items():
            lots = lines.lot_id._origin if place else lines.lot_id.browse()
            stock = lots._get_stock_at(place)
            refusals = lots._get_refusals(place, stock)
            for line in lines:
                lot = line.lot_id._origin
                line.expiry_date = lot in stock and lot._get_expiry(stock[lot])
                line.refusal = refusals.get(lot, False)

    def _get_place(self):
        """Where the part is taken from."""
        return self.move_id.sudo().location_id  # sudo: who sells need not have rights in stock
