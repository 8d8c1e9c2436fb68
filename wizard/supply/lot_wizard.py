from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesLotWizard(models.TransientModel):
    """Which lots or serial numbers are handed out: those set aside are proposed, a scan replaces them (H2, H9)."""
    _name = 'aftersales.lot.wizard'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Numbers That Are Handed Out"

    move_ids = fields.Many2many('stock.move', string="Parts", readonly=True)
    scan = fields.Char(string="Scan", max_length=100, help="The number on the part that is in your hand.")
    line_ids = fields.One2many('aftersales.lot.wizard.line', 'wizard_id', string="Lots and Serial Numbers")

    @api.model
    def _check_spoken_of(self, vals):
        super()._check_spoken_of(vals)
        if vals.get('move_ids') and not self.env.su:
            self.new({'move_ids': vals['move_ids']}).move_ids._origin._check_numbers_may_be_said()
        if vals.get('line_ids') and not self.env.su:
            self.new({'line_ids': vals['line_ids']}).line_ids.move_id._origin._check_numbers_may_be_said()

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
