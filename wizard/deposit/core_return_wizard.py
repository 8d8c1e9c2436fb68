from odoo import api, fields, models


class AftersalesCoreReturnWizard(models.TransientModel):
    """How many old parts a customer brings for his core deposit, and how they are (H6)."""
    _name = 'aftersales.core.return.wizard'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Core Brought Back"

    core_deposit_id = fields.Many2one('aftersales.core.deposit', required=True, readonly=True, ondelete='cascade')
    currency_id = fields.Many2one(related='core_deposit_id.currency_id')
    product_id = fields.Many2one(related='core_deposit_id.product_id', string="Part")
    pieces_open = fields.Integer(related='core_deposit_id.pieces_open')
    pieces = fields.Integer(
        string="Pieces Brought", compute='_compute_pieces', store=True, readonly=False, precompute=True, required=True,
        bounds=(0, 1_000_000))
    condition = fields.Selection(
        selection=lambda self: self.env['aftersales.old.part']._fields['condition']._description_selection(self.env),
        required=True, default='core', help="How the old part looks; the store inspects it later.")
    serial_number = fields.Char(string="Serial", max_length=64, help="Lot or serial number as it stands on the old part.")
    place = fields.Char(help="Shelf or box where it lies from now on.", max_length=64)
    waiting_tags = fields.Char(
        string="Tags without a Credit Note", compute='_compute_waiting_tags',
        help="He brought them before, and their credit note was deleted: they count first.")
    amount = fields.Monetary(string="Goes Back", compute='_compute_amount')

    @api.depends('core_deposit_id')
    def _compute_pieces(self):
        for dialog in self:
            dialog.pieces = dialog.core_deposit_id.pieces_open

    @api.depends('core_deposit_id')
    def _compute_waiting_tags(self):
        for dialog in self:
            tags = dialog.core_deposit_id._get_waiting_tags() if dialog.core_deposit_id else []
            dialog.waiting_tags = ", ".join(f'{tag.name} ({tag.quantity:g})' for tag in tags)

    @api.depends('core_deposit_id', 'pieces')
    def _compute_amount(self):
        for dialog in self:
            dialog.amount = dialog.pieces * dialog.core_deposit_id.amount_piece

    def action_apply(self):
        self.ensure_one()
        tags = self.core_deposit_id._bring_back(self.pieces, self.condition, self.place, self.serial_number)
        return tags._get_records_action(name=self.env._("Old Parts"))
