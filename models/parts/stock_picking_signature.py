import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.aftersales.models.base.aftersales_signature_mixin import SIGNATURE_KINDS


class StockPicking(models.Model):
    """Who takes parts over signs for them: for those the transfer then hands out, and for good once it is done."""

    _inherit = 'stock.picking'

    aftersales_signature_kind = fields.Selection(
        selection=SIGNATURE_KINDS, string="How It Was Signed", readonly=True, copy=False)
    aftersales_signed_date = fields.Datetime(string="Signed On", readonly=True, copy=False)
    aftersales_signed_content = fields.Text(
        string="Parts Signed For", readonly=True, copy=False, groups='base.group_system',
        help="The parts as they were shown when the receiver signed, as canonical JSON.")

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        pickings = super().create(vals_list)
        for picking, vals in zip(pickings, vals_list, strict=True):
            if vals.get('signature'):
                picking._check_signed_by_button()
        return pickings

    def write(self, vals):
        if 'signature' in vals:
            self._check_signed_by_button()
        if 'aftersales_receiver_id' in vals:
            self._check_receiver_open()
        return super().write(vals)

    # === ACTION METHODS ===#

    def action_aftersales_sign(self, signature, kind='drawn'):
        """The receiver signs for the parts of the transfer.

        :param signature: the picture, base64; a typed name comes as a picture, too
        :param kind: ``drawn`` or ``typed``
        """
        self.check_access('write')
        image = bool(signature) and self.env['aftersales.authorisation']._fit_signature(signature)
        for picking in self:
            if not picking.aftersales_order_id or picking.picking_type_code != 'outgoing' or picking.state == 'cancel':
                raise UserError(self.env._(
                    "%(transfer)s hands out no parts for a repair order: there is nothing to sign for.",
                    transfer=picking.display_name))
            if picking.signature:
                raise UserError(picking._get_signed_message())
            if not image:
                raise UserError(self.env._("Let the receiver of %(transfer)s sign.", transfer=picking.display_name))
            # sudo: signature and seal are the system's; who may write the transfer lets the receiver sign
            picking.sudo().write({
                'signature': image,
                'aftersales_signature_kind': 'typed' if kind == 'typed' else 'drawn',
                'aftersales_signed_date': fields.Datetime.now(),
                'aftersales_signed_content': picking._serialise_receipt(),
            })
        self.sudo()._keep_signed_receipts()

    # === BUSINESS METHODS ===#

    def _action_done(self):
        result = super()._action_done()
        receipts = self.sudo().filtered('aftersales_order_id')  # sudo: signature and seal are the system's
        receipts._drop_unfit_signatures()
        receipts._keep_signed_receipts()
        return result

    def _drop_unfit_signatures(self):
        """A signature for other parts than were handed out is none."""
        for picking in self.filtered('aftersales_signed_content'):
            if picking.state == 'done' and picking.aftersales_signed_content != picking._serialise_receipt():
                picking.write({
                    'signature': False, 'aftersales_signature_kind': False, 'aftersales_signed_date': False,
                    'aftersales_signed_content': False})
                picking._message_log(body=self.env._(
                    "Other parts were handed out than the receiver had signed for. Let him sign again."))

    def _keep_signed_receipts(self):
        """What was signed is what is printed from now on."""
        self.env['aftersales.kept.print']._keep(
            'report_issue_slip', self.filtered(lambda picking: picking.signature and picking.state == 'done'))

    def _serialise_receipt(self):
        moves = self.move_ids.filtered(lambda move: move.state != 'cancel' and move.quantity)
        return json.dumps(sorted([move.product_id.id, move.product_uom.id, move.quantity] for move in moves))

    def _check_signed_by_button(self):
        """:raises UserError: when a person writes, changes or takes away the signature for parts of a repair order"""
        if self.env.su:
            return
        for picking in self.sudo().filtered('aftersales_order_id'):  # sudo: the link is read only
            raise UserError(picking._get_signed_message() if picking.signature else self.env._(
                "Use “Sign for Receipt” on %(transfer)s: the box opens empty, and it is kept what was signed for.",
                transfer=picking.display_name))

    def _check_receiver_open(self):
        """:raises UserError: when a person names another receiver of parts that were handed out or signed for"""
        for picking in self if not self.env.su else ():
            if picking.aftersales_order_id and (picking.state == 'done' or picking.signature):
                raise UserError(self.env._(
                    "Who took over the parts of %(transfer)s is recorded: they are handed out or signed for.",
                    transfer=picking.display_name))

    def _get_signed_message(self):
        return self.env._(
            "%(transfer)s is signed. Return the parts with a transfer of its own; the signature stays.",
            transfer=self.display_name)
