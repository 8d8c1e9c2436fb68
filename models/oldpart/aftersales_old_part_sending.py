from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command


class AftersalesOldPart(models.Model):
    """By which freight an old part went to maker or supplier (H6)."""
    _inherit = 'aftersales.old.part'

    freight_ids = fields.Many2many(
        'aftersales.old.part.freight', 'aftersales_old_part_freight_rel', 'old_part_id', 'freight_id', string="Sent By",
        readonly=True, copy=False, help="A part that came back and was sent again has a freight each time.")
    freight_amount = fields.Monetary(
        string="Freight", compute='_compute_freight_amount', groups='aftersales.group_price',
        help="Its share of what all that was sent together cost.")

    @api.depends('freight_ids.amount', 'freight_ids.part_count')
    def _compute_freight_amount(self):
        for part in self:
            amount = sum(freight.amount / (freight.part_count or 1) for freight in part.freight_ids)
            part.freight_amount = part.currency_id.round(amount) if amount else 0.0

    # === ACTION METHODS ===#

    def action_enter_freight(self):
        """One freight for what went out together."""
        self.check_access('write')
        if not self.env.user.has_group('aftersales.group_take_old_part'):
            raise AccessError(self.env._(
                "Freight of old parts is entered by whoever sends them: the store or the claims clerk."))
        self._claim_for_update()  # two who enter it at once do it once
        for part in self:
            if not part.sent_date:
                raise UserError(self.env._("%(tag)s was not sent to anybody.", tag=part.name))
            known = part.freight_ids.filtered(lambda freight, part=part: freight.entry_date >= part.sent_date)
            if known:
                raise UserError(self.env._(
                    "%(tag)s went by %(freight)s already.", tag=part.name, freight=known[0].display_name))
        if len(self.company_id) != 1:
            raise UserError(self.env._("Enter the freight of each company's old parts by itself."))
        parts = self.sudo()  # sudo: list and company are the system's
        takers = parts.supplier_id | parts.statement_id.partner_id
        freight = parts.env['aftersales.old.part.freight'].create({
            'company_id': parts.company_id.id, 'partner_id': takers.id if len(takers) == 1 else False,
            'date': parts[0].workshop_id._get_local_day(max(parts.mapped('sent_date'))),
            'old_part_ids': [Command.set(parts.ids)]})
        return freight.with_env(self.env)._get_records_action()
