from odoo import models

# Rows that are left for work that is done as often as needed.
FREE_STAMPS = 6


class ReportContractNotice(models.AbstractModel):
    """The letter before a contract ends: what is used and left, what follows it at which price, a slip to answer on."""
    _name = 'report.aftersales.report_contract_notice'
    _inherit = ['report.aftersales.report_contract']
    _description = "Print of a Notice that a Contract Ends"

    def _prepare_content(self, doc):
        workshop = self._get_print_workshop(doc)
        return {
            'address': workshop._get_print_address() if workshop else doc.company_id.partner_id, 'workshop': workshop,
            'rows': self._prepare_rows(doc), 'distance_left': self.env['ir.qweb.field.integer'].value_to_html(
                round(doc.distance_left), {}),
            'offers': [{'kind': kind, 'total': total} for kind, total in doc._get_renewal_offers()]}


class ReportContractCard(models.AbstractModel):
    """The card in the glove box: a row for each service, filled where it was done, to be stamped where it is left."""
    _name = 'report.aftersales.report_contract_card'
    _inherit = ['report.aftersales.report_contract']
    _description = "Print of a Service Card"

    def _prepare_content(self, doc):
        workshop = self._get_print_workshop(doc)
        return {
            'address': workshop._get_print_address() if workshop else doc.company_id.partner_id, 'workshop': workshop,
            'rows': self._prepare_rows(doc), 'stamps': self._prepare_stamps(doc)}

    def _prepare_stamps(self, doc):
        stamps = []
        for line in doc.entitlement_ids:
            used = line.move_ids.filtered(lambda move: move.kind == 'used').sorted('id')
            work = line.work_name
            stamps += [{
                'work': work, 'date': move.date, 'order': move.job_id.order_id.name or '',
                'odometer': move.job_id.order_id.odometer_in} for move in used]
            stamps += [{'work': work, 'date': False, 'order': '', 'odometer': 0}] * (
                FREE_STAMPS if line.is_unlimited else line.granted - line.ended - len(used))
        return stamps
