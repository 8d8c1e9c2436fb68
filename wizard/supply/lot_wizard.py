from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesLotWizard(models.TransientModel):
    """Which lots or serial numbers are handed out: those set aside are proposed, a scan replaces them (H2, H9)."""
    _name = 'aftersales.lot.wizard'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Numbers That Are Handed Out"

    move_ids = fields.Many2many('stock.move', string="Parts", readonly=True)
    scan = fields.Char(string="Scan", max_length=100, help="The number on the part that is in your hand.")
    line_ids = fields.One2many('aftersales.lot.wizard.line', 'wizard_id', string="Numbers")

    @api.onchange('scan')
    def _onchange_scan(self):
        if not self.scan:
            return None
        text, self.scan = self.scan, False
        try:
            self._put_scanned(text)
        except UserError as error:
            return {'warning': {'title': self.env._("Not This One"), 'message': error.args[0]}}
        return None

    def _put_scanned(self, text):
        """The scanned number takes the place of the first one proposed for its part that was not scanned.

        :raises UserError: why it cannot be handed out
        """
        lot = self.env['stock.lot']._find_by_number(text, self.line_ids.product_id)
        lines = self.line_ids.filtered(lambda line: line.product_id == lot.product_id)
        same = lines.filtered(lambda line: line.lot_id._origin == lot)[:1]
        line = same or lines.filtered(lambda line: not line.is_scanned)[:1]
        if not line or same.is_scanned:
            raise UserError(self.env._(
                "%(number)s: the numbers of %(part)s are all scanned.", number=lot.name, part=lot.product_id.display_name))
        place = line._get_place()
        quants = lot._check_may_leave(place)[lot]
        if not same:
            rest = line.quantity - sum(quants.mapped('quantity'))
            if lot.product_id.uom_id.compare(rest, 0.0) > 0:
                self.line_ids += self.line_ids.new({'move_id': line.move_id.id, 'lot_id': line.lot_id.id, 'quantity': rest})
                line.quantity -= rest
            line.lot_id = lot
        line.is_scanned = True

    def action_apply(self):
        """Hand out what is entered."""
        self.ensure_one()
        wanted = {}
        for line in self.line_ids.filtered('quantity'):
            wanted.setdefault(line.move_id, []).append((line.lot_id, line.quantity))
        moves = self.move_ids
        unsaid = moves.sudo().filtered(  # sudo: who sells need not have rights in stock
            lambda move: move.has_tracking != 'none' and move.sudo(False) not in wanted)
        if unsaid or not moves or wanted.keys() - set(moves):
            raise UserError(self.env._(
                "Enter the number that is handed out of %(parts)s.",
                parts=", ".join(unsaid.product_id.mapped('display_name')) or self.env._("each part")))
        sales = moves.sudo().aftersales_counter_line_id.sale_id.sudo(False)  # sudo: as above
        if sales:
            return sales._hand_over_numbers(wanted)
        return moves._issue_numbers(wanted)


class AftersalesLotWizardLine(models.TransientModel):
    """A lot or serial number that is handed out for a part."""
    _name = 'aftersales.lot.wizard.line'
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
