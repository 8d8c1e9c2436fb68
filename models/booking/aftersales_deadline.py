from odoo import api, fields, models

LEVELS = [('level_a', "Service level A"), ('level_b', "Service level B"), ('level_c', "Service level C")]


class AftersalesDeadline(models.Model):
    """By when who asks hears from us, and knows the answer (A4). The kind is the customer's service level."""
    _inherit = 'aftersales.deadline'

    document = fields.Selection(selection_add=[('enquiry', "Enquiry")], ondelete={'enquiry': 'cascade'})
    kind = fields.Selection(selection_add=LEVELS, ondelete=dict.fromkeys(dict(LEVELS), 'cascade'))

    @api.model
    def _get_document_steps(self):
        return super()._get_document_steps() | {'enquiry': ('respond', 'reply')}

    @api.model
    def _get_late_models(self):
        return [*super()._get_late_models(), 'aftersales.enquiry']

    @api.model
    def _get_company_hours(self, step, company):
        """Hours of the row that counts for enquiries of the company as a whole."""
        return self._get_rows('enquiry', company)._pick(step, False, False, False, company).term_minutes / 60

    @api.model
    def _set_company_hours(self, step, company, hours):
        """The company's own row says it from now on."""
        minutes = round(hours * 60)
        if not minutes or self._get_rows('enquiry', company)._pick(step, False, False, False, company).term_minutes == minutes:
            return
        row = self.search([
            ('document', '=', 'enquiry'), ('promise_step', '=', step), ('kind', '=', False), ('area_kind', '=', False),
            ('severity', '=', False), ('company_id', '=', company.id)], limit=1)
        if row:
            row.term_minutes = minutes
        else:
            self.create({
                'document': 'enquiry', 'promise_step': step, 'company_id': company.id, 'term_minutes': minutes,
                'more_minutes': 240})
