from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class AftersalesPartEmergencyMixin(models.AbstractModel):
    """A part that cannot wait is bought of whoever has it, beside the ordinary purchases, with its cause (H7)."""
    _name = 'aftersales.part.emergency.mixin'
    _description = "Line Whose Part May Be Bought in a Hurry"

    # === ACTION METHODS ===#

    def action_buy_in_emergency(self):
        """A dialog asks where it is bought and why."""
        self.ensure_one()
        self.check_access('read')
        self.env['aftersales.emergency.wizard'].check_access('create')
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Emergency Buy"), 'view_mode': 'form', 'target': 'new',
            'res_model': 'aftersales.emergency.wizard', 'context': {f'default_{self._part_line}': self.id}}

    # === BUSINESS METHODS ===#

    def _buy_in_emergency(self, purchase_vals, price, date):
        """Buy what is missing with a purchase order of its own, whose arrival the job or the sale waits for.

        :param price: of one of the product's units without taxes, in the company's currency; 0: as the vendor's list says
        :return: the purchase order, to be sent and confirmed
        """
        self.ensure_one()
        self._check_may_order_parts()
        document = self._get_part_document()
        document._claim_for_update()
        moves = self.sudo()._get_moves_to_supply()  # sudo: the clerk need not write moves
        if not moves:
            raise UserError(self.env._(
                "There is nothing to buy of %(part)s for %(order)s: it is here, on the way or ordered already, its job is not "
                "approved, or its sale is not confirmed.", part=self.product_id.display_name, order=document.name))
        moves = moves._split_off_missing()
        company = self.company_id
        # sudo: whoever may order parts buys them by this button, and by no other way
        purchase = self.env['purchase.order'].sudo().with_company(company).create({
            **purchase_vals, 'company_id': company.id, 'currency_id': company.currency_id.id, 'origin': document.name,
            'user_id': self.env.uid, 'date_planned': max(date, fields.Datetime.now()),
            'picking_type_id': moves.picking_id.picking_type_id.warehouse_id.in_type_id.id, 'order_line': [
                Command.create({
                    'product_id': move.product_id.id, 'product_qty': move.product_qty,
                    'product_uom_id': move.product_id.uom_id.id, 'date_planned': max(date, fields.Datetime.now()),
                    # Who gives the purchase up does not cancel what the car needs.
                    'propagate_cancel': False, 'move_dest_ids': [Command.link(move.id)],
                    **({'price_unit': price} if price else {}),
                }) for move in moves]})
        moves.procure_method = 'make_to_order'
        moves._recompute_state()
        document._message_log(
            body=self.env._("Bought in a hurry with %(purchase)s: %(part)s", purchase=purchase.name,
                            part=f'{self.product_id.display_name} × {sum(moves.mapped("product_qty")):g}'),
            author_id=self.env.user.partner_id.id)
        document.sudo()._settle_part_approvals()  # sudo: the task may be somebody else's
        return purchase.with_env(self.env)
