from odoo import fields, models
from odoo.exceptions import UserError


class AftersalesClaimStatement(models.Model):
    """The old parts of the cases go to the supplier with a list, and he signs for them."""
    _inherit = 'aftersales.claim.statement'

    receiver = fields.Char(string="Parts Received By", copy=False, help="Who takes the parts for the supplier, and signs.")

    # === ACTION METHODS ===#

    def action_hand_over(self, signature, kind='drawn'):
        """The supplier signs for the old parts that lie here for these cases.

        :param signature: the picture, base64; a typed name comes as a picture, too
        :param kind: ``drawn`` or ``typed``
        """
        self.check_access('write')
        self._claim_for_update()  # two who hand over at once do it once
        waiting = self._find_parts()
        for statement in self:
            parts = waiting[statement]
            if statement.state in ('settled', 'cancelled') or not parts:
                raise UserError(self.env._(
                    "No old part lies here for %(statement)s. They are taken in with their tags first.",
                    statement=statement.display_name))
            if not statement.receiver or not signature:
                raise UserError(self.env._(
                    "Enter who takes the parts of %(statement)s for the supplier, and let him sign.",
                    statement=statement.display_name))
            # sudo: evidence is made by the system
            handover = self.env['aftersales.claim.handover'].sudo().create({
                'statement_id': statement.id, 'receiver': statement.receiver, 'signature': signature,
                'signature_kind': 'typed' if kind == 'typed' else 'drawn', 'parts': statement._describe_parts(parts)})
            parts.sudo().write({  # sudo: as above
                'statement_id': statement.id, 'handover_id': handover.id, 'sent_date': fields.Datetime.now()})

    # === BUSINESS METHODS ===#

    def _describe_parts(self, parts):
        return '\n'.join('\t'.join((
            part.name, part.product_id.display_name, f'{part.quantity:g}', part.serial_number or '', part.order_id.name,
        )) for part in parts)
