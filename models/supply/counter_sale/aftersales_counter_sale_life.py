from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare, float_repr


class AftersalesCounterSale(models.Model):
    """From the quotation to the invoice: what left the house is read from stock, what is invoiced from the books (H9)."""
    _inherit = 'aftersales.counter.sale'

    _transitions = {
        'quote': dict.fromkeys(('confirmed', 'cancelled')),
        'confirmed': dict.fromkeys(('quote', 'handed', 'shipped', 'cancelled')),
        'handed': dict.fromkeys(('invoiced', 'cancelled')),
        'shipped': dict.fromkeys(('invoiced', 'cancelled')),
        'invoiced': dict.fromkeys(('handed', 'shipped')),  # its draft was cancelled or deleted
        'cancelled': dict.fromkeys(('quote',)),
    }

    # === ACTION METHODS ===#

    def action_confirm(self):
        """The customer has said yes: the parts are set aside."""
        self.check_access('write')
        self._claim_for_update()
        self._transition('confirmed')

    def action_hand_over(self):
        """The parts leave stock now: taken along, or given to whoever brings the parcel; numbers are asked for first."""
        self.check_access('write')
        self._claim_for_update()
        for sale in self.filtered(lambda sale: sale.delivery_kind == 'parcel' and not (sale.parcel_number or '').strip()):
            raise UserError(self.env._(
                "%(sale)s: enter the number of the parcel before it is sent.", sale=sale.display_name))
        return self._move_out()

    def action_sell(self):
        """A quotation is confirmed and handed over at once; the receipt is printed."""
        self.action_confirm()
        return self.action_hand_over() or self.action_print_receipt()

    def action_print_receipt(self):
        return self.env.ref('aftersales.action_report_counter_receipt').report_action(self)

    def action_quote(self):
        """Back to a quotation: nothing is set aside any more."""
        self.check_access('write')
        self._claim_for_update()
        self._transition('quote')

    def action_cancel(self):
        self.check_access('write')
        self._claim_for_update()
        self._transition('cancelled')

    # === BUSINESS METHODS: TRANSITIONS ===#

    def _check_confirmed(self):
        Limit = self.env['aftersales.discount.limit']
        for sale in self:
            if not sale.line_ids.filtered(lambda line: line._is_goods()):
                raise UserError(self.env._("%(sale)s: enter the parts that are sold.", sale=sale.display_name))
            if sale.delivery_kind == 'parcel' and not sale.shipping_id:
                raise UserError(self.env._("%(sale)s: enter where the parcel is sent to.", sale=sale.display_name))
            limit = 100.0 if self.env.su else sale._get_discount_limit(Limit._get_user_limit(sale.company_id))
            for line in sale.line_ids:
                given = line._get_given_percent()
                if float_compare(given, limit, precision_digits=2) > 0:
                    raise UserError(self.env._(
                        "“%(part)s” of %(sale)s: %(given)s %% below the price list is above your limit of %(limit)s %%. Raise "
                        "the price, or use “Ask for the Discount”; so much is given by: %(roles)s.",
                        part=line.product_id.display_name, sale=sale.display_name, given=float_repr(given, 2),
                        limit=float_repr(limit, 2), roles=Limit._get_able_roles(sale.company_id, given)))

    def _after_confirmed(self, source):
        now = fields.Datetime.now()
        parcels = self.filtered(lambda sale: sale.delivery_kind == 'parcel')
        ends = self.env['aftersales.deadline']._get_ends(
            self._deadline_document, parcels, 'ship', dict.fromkeys(parcels, now))
        for sale in self.sudo():  # sudo: stamps are the system's
            sale.write({
                'confirmed_date': now, 'due_date': ends[sale][1] if sale in parcels else False,
                **sale._get_fresh_urge_vals()})
        self._request_parts()

    def _check_handed(self):
        self._check_moved('counter')

    def _check_shipped(self):
        self._check_moved('parcel')

    def _check_moved(self, kind):
        """:raises UserError: when stock or the books say something else"""
        for sale in self.sudo():  # sudo: what moved and is invoiced is asked, whoever moves it
            if sale.delivery_kind != kind:
                raise UserError(self.env._(
                    "%(sale)s is delivered as: %(delivery)s.", sale=sale.display_name,
                    delivery=dict(sale._fields['delivery_kind']._description_selection(self.env))[sale.delivery_kind]))
            if not sale._is_moved():
                raise UserError(self.env._(
                    "%(sale)s: its parts have not left stock. Use “Hand Over Parts”, or validate %(transfers)s.",
                    sale=sale.display_name, transfers=", ".join(sale.picking_ids.mapped('name')) or self.env._("its transfer")))
            if sale.state == 'invoiced' and sale._get_invoice_lines():
                raise UserError(self.env._(
                    "%(sale)s is invoiced: see %(invoices)s.", sale=sale.display_name,
                    invoices=", ".join(sale.invoice_ids.mapped('display_name'))))

    def _after_handed(self, source):
        self._note_moved(source)

    def _after_shipped(self, source):
        self._note_moved(source)

    def _note_moved(self, source):
        if source == 'confirmed':
            self.sudo().moved_date = fields.Datetime.now()  # sudo: the stamp is the system's
            self.line_ids._stamp_guarantee()

    def _check_invoiced(self):
        for sale in self.sudo():  # sudo: as above
            if not sale._get_invoice_lines():
                raise UserError(self.env._(
                    "%(sale)s has no invoice. Have somebody who keeps the books make it.", sale=sale.display_name))

    def _check_quote(self):
        self._check_nothing_out()
        for sale in self.sudo():  # sudo: as above
            if any(move.state == 'done' for move in sale.line_ids.move_ids):
                raise UserError(self.env._(
                    "%(sale)s: its parts were handed over and came back. Make another sale.", sale=sale.display_name))

    def _after_quote(self, source):
        if source == 'confirmed':
            self._release_parts()
        # sudo: stamps are the system's
        self.sudo().write({'confirmed_date': False, 'due_date': False})

    def _check_cancelled(self):
        self._check_nothing_out()

    def _check_nothing_out(self):
        """:raises UserError: when parts are with the customer, or on an invoice"""
        for sale in self.sudo():  # sudo: as above
            if sale.line_ids.filtered('qty_delivered'):
                raise UserError(self.env._(
                    "%(sale)s: parts have left the house. Have them returned first (transfer %(transfers)s, button “Return”).",
                    sale=sale.display_name, transfers=", ".join(sale.picking_ids.mapped('name'))))
            if sale._get_invoice_lines():
                raise UserError(self.env._(
                    "%(sale)s is invoiced: see %(invoices)s. Cancel the draft, or credit it, first.",
                    sale=sale.display_name, invoices=", ".join(sale.invoice_ids.mapped('display_name'))))

    def _after_cancelled(self, source):
        self._release_parts()

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        if target != 'confirmed':
            self._end_late_tasks()
