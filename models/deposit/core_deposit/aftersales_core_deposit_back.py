from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command


class AftersalesCoreDeposit(models.Model):
    """The old part is here: it gets its tag, and the customer his money back by a credit note (H6, 以旧换新押金)."""
    _inherit = 'aftersales.core.deposit'

    old_part_ids = fields.One2many('aftersales.old.part', 'core_deposit_id', string="Old Parts", readonly=True)
    old_part_count = fields.Integer(string="Number of Old Parts", compute='_compute_old_part_count')

    def _compute_old_part_count(self):
        counts = dict(self.env['aftersales.old.part']._read_group(
            [('core_deposit_id', 'in', self.ids)], ['core_deposit_id'], ['__count']))
        for core in self:
            core.old_part_count = counts.get(core._origin, 0)

    # === ACTION METHODS ===#

    def action_bring_back(self):
        """Ask how many he brings, and how they are."""
        self.ensure_one()
        self._check_may_take_in()
        self._check_pieces(1)
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Core Brought Back"), 'target': 'new', 'view_mode': 'form',
            'views': [(False, 'form')], 'res_model': 'aftersales.core.return.wizard',
            'context': {'default_core_deposit_id': self.id}}

    # === BUSINESS METHODS ===#

    def _check_may_take_in(self):
        self.check_access('read')
        if not self.env.user.has_group('aftersales.group_take_old_part'):
            raise AccessError(self.env._("Old parts are taken in by the warranty or the parts store."))

    def _check_pieces(self, pieces):
        for core in self:
            if not 0 < pieces <= core.pieces_open:
                raise UserError(self.env._(
                    "%(deposit)s: the deposit of %(open)s pieces can be given back. What was given back, kept or is in the "
                    "draft of a credit note counts no more.", deposit=core.display_name, open=core.pieces_open))

    def _bring_back(self, pieces, condition, place, serial_number=False):
        """The tag of the old part, taken in, and a draft credit note for exactly these pieces, for accounting to post.

        :return: the tags
        """
        self.ensure_one()
        self._check_may_take_in()
        self._claim_for_update()  # two clerks give back once
        self._check_pieces(pieces)
        tags = self._get_waiting_tags()
        waiting = sum(tags.mapped('quantity'))
        if pieces < waiting:
            raise UserError(self.env._(
                "%(deposit)s: %(tags)s with %(pieces)s pieces came before, and their credit note is no more. Enter at least "
                "so many.", deposit=self.display_name, tags=", ".join(tags.mapped('name')), pieces=f'{waiting:g}'))
        if pieces > waiting:
            # sudo: tags are the system's; they are taken in by whoever stands at the window
            tag = self.env['aftersales.old.part'].sudo().create({
                **self.sudo()._prepare_tag_vals(pieces - waiting), 'condition': condition, 'place': place,
                'serial_number': serial_number}).with_env(self.env)
            tag.action_hand_in()
            tags |= tag
        # sudo: whoever takes parts in need not make credit notes; accounting posts it
        note = self.env['account.move'].sudo().with_company(self.company_id).create(
            self.sudo()._prepare_back_vals(pieces))
        tags.sudo().core_move_id = note  # sudo: the link is the system's
        self.message_post(body=self.env._(
            "%(pieces)s brought back: %(tags)s.", pieces=pieces, tags=", ".join(tags.mapped('name'))))
        return tags

    def _get_waiting_tags(self):
        """Tags of what he brought whose credit note was deleted or cancelled: they wait for another one."""
        self.ensure_one()
        # sudo: whether there is a credit note follows from the books
        waiting = self.sudo().old_part_ids.filtered(
            lambda part: not part.core_move_id or part.core_move_id.state == 'cancel')
        return waiting.with_env(self.env)

    def _prepare_tag_vals(self, pieces):
        product = self.product_id
        today = self.workshop_id._get_local_day(fields.Datetime.now())
        return {
            'core_deposit_id': self.id, 'product_id': product.id, 'quantity': pieces, 'duty': 'core',
            'reason': self.display_name[:250], 'value': product.aftersales_core_value * pieces,
            'supplier_id': product.seller_ids[:1].partner_id.id,
            'deadline': today + timedelta(days=self.company_id.aftersales_old_part_days)}

    def _prepare_back_vals(self, pieces):
        invoice = self._get_invoice_line().move_id
        return {
            'move_type': 'out_refund', 'reversed_entry_id': invoice.id, 'partner_id': invoice.partner_id.id,
            'company_id': self.company_id.id, 'journal_id': invoice.journal_id.id, 'currency_id': self.currency_id.id,
            'fiscal_position_id': invoice.fiscal_position_id.id, 'invoice_user_id': self.user_id.id,
            'invoice_origin': self.name, 'ref': self.sale_id.name, 'invoice_date': fields.Date.context_today(self),
            'invoice_line_ids': [Command.create(self._prepare_back_line_vals(pieces))]}

    def _prepare_back_line_vals(self, pieces):
        """The line of a credit note, on the account it was paid to and without tax as it was."""
        words = self.with_context(lang=self.partner_id.lang or self.env.lang)
        return {
            'name': words.env._(
                "Core deposit %(number)s: %(part)s", number=self.name, part=words.product_id.display_name),
            'quantity': pieces, 'price_unit': self.amount_piece, 'account_id': self._get_invoice_line().account_id.id,
            'tax_ids': [Command.clear()], 'aftersales_core_deposit_id': self.id}
