from odoo import models


class ReportContract(models.AbstractModel):
    """The contract for the customer to sign: his car, what it entitles him to and what is left of it, price, conditions."""
    _name = 'report.aftersales.report_contract'
    _inherit = ['aftersales.print.mixin']
    _description = "Print of a Contract"

    _print_model = 'aftersales.contract'

    def _get_print_lang(self, doc):
        return doc.partner_id.lang or super()._get_print_lang(doc)

    def _prepare_content(self, doc):
        workshop = self._get_print_workshop(doc)
        return {
            'address': workshop._get_print_address() if workshop else doc.company_id.partner_id,
            'workshop': workshop, 'rows': self._prepare_rows(doc), 'price_total': self._get_price_total(doc),
            'exclusions': doc._get_exclusions(),
            'outlets': (doc if doc._is_granted() else doc.type_id).workshop_ids.mapped('name')}

    def _prepare_rows(self, doc):
        """What is granted, used and left; before the contract runs, what its type will grant."""
        if doc._is_granted():
            return [{
                'name': line.work_name, 'granted': line.left_text if line.is_unlimited else line.granted, 'used': line.used,
                'ended': line.ended, 'own_share': line.own_share,
                'left': line.left_text if line.is_unlimited else line.granted - line.used - line.ended,
                'interval': line.interval_months,
            } for line in doc.entitlement_ids]
        if doc.type_id._is_standing():
            always = doc.env._("unlimited")
            return [{
                'name': doc.type_id._get_standing_name(), 'granted': always, 'used': 0, 'ended': 0, 'left': always,
                'own_share': 0, 'interval': 0}]
        times = {line: doc.env._("unlimited") if line.is_unlimited else line.quantity for line in doc.type_id.line_ids}
        return [{
            'name': line.work_name, 'granted': times[line], 'used': 0, 'ended': 0,
            'left': times[line], 'own_share': line.own_share, 'interval': line.interval_months,
        } for line in doc.type_id.line_ids]

    def _get_price_total(self, doc):
        """As invoiced; before that, as the invoice will say."""
        if doc.invoice_id:
            return doc.invoice_id.amount_total
        invoice = self.env['account.move'].sudo().with_company(doc.company_id).new(  # sudo: whoever prints sees the price
            doc._prepare_invoice_vals())
        return sum(invoice.invoice_line_ids.mapped('price_total'))
