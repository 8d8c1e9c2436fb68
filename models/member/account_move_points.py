from odoo import fields, models
from odoo.tools import float_compare, float_round


class AccountMove(models.Model):
    """Points for what a customer pays, by the company's program in Odoo's app for coupons (G3): earned by the posted invoice
    of his order or of his parts at the counter, taken back in proportion by its credit note."""
    _inherit = 'account.move'

    aftersales_points = fields.Float(string="Loyalty Points", readonly=True, copy=False)
    aftersales_points_card = fields.Integer(readonly=True, copy=False)

    def _post(self, soft=True):
        posted = super()._post(soft=soft)
        posted._follow_points()
        return posted

    def button_draft(self):
        result = super().button_draft()
        self._follow_points()
        return result

    def button_cancel(self):
        result = super().button_cancel()
        self._follow_points()
        return result

    def _follow_points(self):
        """The customer's card has what these invoices and credit notes say now."""
        if not self.env['aftersales.benefit']._has_loyalty():
            return
        # sudo: cards are the system's; whoever keeps the books need not run the program
        moves = self.sudo().filtered(lambda move: move.move_type in ('out_invoice', 'out_refund'))
        alike = moves.grouped(lambda move: (move.company_id, move.currency_id, move.invoice_date))
        for (company, currency, day), group in alike.items():
            program = self.env['aftersales.member']._find_points_program(company, currency, day)
            known = group.filtered(
                lambda move: move.aftersales_points or any(move._get_points_origins().mapped('aftersales_points')))
            for move in group if program else known:
                points = move._get_points_due(program) if move.state == 'posted' else 0.0
                if float_compare(points, move.aftersales_points, precision_digits=2):
                    move._write_points(points, program)

    def _get_points_due(self, program):
        """:return: points of a posted document; less than none of a credit note"""
        self.ensure_one()
        if self.move_type == 'out_invoice':
            return self._get_points_earned(program)
        origins = self._get_points_origins()
        earned, total = sum(origins.mapped('aftersales_points')), sum(origins.mapped('amount_total'))
        if not earned or not total:
            return 0.0
        notes = origins._get_points_relatives() | origins.reversal_move_ids
        others = sum((notes - origins - self).filtered(
            lambda move: move.move_type == 'out_refund').mapped('aftersales_points'))
        share = min(self.amount_total / total, 1.0)
        return max(-float_round(earned * share, precision_digits=2), -(earned + others))

    def _get_points_origins(self):
        """The posted invoices of the work that a credit note gives back."""
        notes = self.filtered(lambda move: move.move_type == 'out_refund')
        origins = notes._get_points_relatives() | notes.reversed_entry_id
        return origins.filtered(lambda move: move.move_type == 'out_invoice' and move.state == 'posted')

    def _get_points_relatives(self):
        """Invoices and credit notes of the same work and parts."""
        lines = self.invoice_line_ids
        return (
            lines.aftersales_line_ids.invoice_line_ids | lines.aftersales_counter_line_id.invoice_line_ids).move_id

    def _get_points_earned(self, program):
        """What the customer pays himself for his own orders and parts: firms of insurers and makers earn nothing, nor does
        whoever is not named."""
        self.ensure_one()
        orders, sales = self._get_aftersales_orders(), self._get_counter_sales().filtered(lambda sale: not sale.is_walk_in)
        customers = (orders.partner_id | sales.partner_id).commercial_partner_id
        if self.commercial_partner_id not in customers:
            return 0.0
        lines = self.invoice_line_ids.filtered(
            lambda line: line.aftersales_line_ids or line.aftersales_counter_line_id.sale_id in sales)
        times = 2 if self.company_id._has_double_points(self.invoice_date) else 1
        return times * sum(self._get_points_by(rule, lines) for rule in program.rule_ids.filtered('active'))

    def _get_points_by(self, rule, lines):
        """:param rule: of the program, as Odoo's sales read it"""
        products = lines.product_id.filtered_domain(rule._get_valid_product_domain())
        lines = lines.filtered(lambda line: line.product_id in products)
        totals = lines.mapped('price_total' if rule.minimum_amount_tax_mode == 'incl' else 'price_subtotal')
        paid = sum(lines.mapped('price_total'))
        if not lines or sum(totals) < rule.minimum_amount or sum(lines.mapped('quantity')) < rule.minimum_qty or paid <= 0:
            return 0.0
        times = {'order': 1, 'money': paid, 'unit': sum(lines.mapped('quantity'))}[rule.reward_point_mode]
        return float_round(rule.reward_point_amount * times, precision_digits=2, rounding_method='DOWN')

    def _write_points(self, points, program):
        """:param points: what the document has given from now on"""
        self.ensure_one()
        card = self._get_points_card(program)
        if not card:
            return
        self.env['aftersales.benefit']._lock_program(card, card)
        more = float_round(points - self.aftersales_points, precision_digits=2)
        card.points = float_round(card.points + more, precision_digits=2)
        moves = self | self._get_points_origins()
        orders, sales = moves._get_aftersales_orders(), moves._get_counter_sales()
        words = self.with_context(lang=self.partner_id.lang or self.env.lang).env
        names = {'order': ", ".join((orders or sales).mapped('name')), 'invoice': self.name}
        card.env['loyalty.history'].create({
            'card_id': card.id, 'issued': max(more, 0.0), 'used': max(-more, 0.0),
            'description': words._("Repair order %(order)s, %(invoice)s", **names) if orders else words._(
                "Parts %(order)s, %(invoice)s", **names),
            'order_model': (orders or sales)._name, 'order_id': (orders or sales)[:1].id})
        self.write({'aftersales_points': points, 'aftersales_points_card': card.id})

    def _get_points_card(self, program):
        """The card these points are on already, that of the invoice, or the customer's."""
        known = self.aftersales_points_card or next(filter(
            None, self._get_points_origins().mapped('aftersales_points_card')), 0)
        if known:
            return self.env['loyalty.card'].browse(known).exists()
        return self.env['aftersales.member']._get_points_card(program, self.commercial_partner_id)
