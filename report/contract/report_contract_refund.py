from odoo import fields, models


class ReportContractRefund(models.AbstractModel):
    """How much a customer has back who gives up his contract: as it was reckoned then, before that as it would be today."""
    _name = 'report.aftersales.report_contract_refund'
    _inherit = ['report.aftersales.report_contract']
    _description = "Print of a Refund Calculation"

    def _prepare_pages(self, docs):
        return super()._prepare_pages(docs.filtered(
            lambda doc: doc.refund_date or doc.state in ('active', 'suspended')))

    def _prepare_content(self, doc):
        workshop = self._get_print_workshop(doc)
        return {
            'address': workshop._get_print_address() if workshop else doc.company_id.partner_id, 'workshop': workshop,
            'used': self._prepare_used(doc), 'refund': self._prepare_refund(doc)}

    def _prepare_used(self, doc):
        """What was earned until then, the latest last."""
        moves = doc.entitlement_ids.move_ids.filtered(lambda move: move.kind in ('used', 'earned', 'kept') and move.value)
        kinds = dict(moves._fields['kind']._description_selection(moves.env))
        kept = 0 if doc.refund_date else doc._reckon_refund(0)['kept']
        return [{
            'date': move.date, 'value': move.value, 'order': move.job_id.order_id.name or '',
            'name': move.entitlement_id.work_name if move.kind == 'used'
            else kinds[move.kind]} for move in moves.sorted('id')] + [{
                'date': fields.Datetime.now(), 'value': kept, 'order': '', 'name': kinds['kept']}] * bool(kept)

    def _prepare_refund(self, doc):
        if doc.refund_date:
            return {
                'date': doc.refund_date, 'price': doc.refund_price, 'rest': doc.refund_rest, 'taxed': doc.refund_taxed,
                'percent': doc.refund_percent, 'days': doc.refund_days, 'interest': doc.refund_interest,
                'total': doc.refund_taxed + doc.refund_interest}
        percent = doc.company_id.aftersales_refund_interest
        reckoned = doc._reckon_refund(percent)
        return {
            'date': fields.Date.context_today(doc), 'price': doc.price, 'rest': reckoned['rest'], 'taxed': reckoned['total'],
            'percent': percent, 'days': reckoned['days'], 'interest': reckoned['interest'],
            'total': reckoned['total'] + reckoned['interest']}
