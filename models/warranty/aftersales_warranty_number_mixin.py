from odoo import api, fields, models


class AftersalesWarrantyNumberMixin(models.AbstractModel):
    """Documents that each company counts by the year and without gaps: ``_get_warranty_sequences`` names the sequence.

    A number is drawn in the transaction that keeps it, as of the day at the document's outlet, else of the user.
    """
    _name = 'aftersales.warranty.number.mixin'
    _description = "Numbered by Its Company"

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create(vals_list)
        documents._give_numbers()
        return documents

    # === BUSINESS METHODS ===#

    def _give_numbers(self):
        documents = self.sudo()  # sudo: numbers are given by the system
        for (company, day), own in documents.grouped(lambda document: (
                document.company_id, document._get_number_day())).items():
            numbers = company._get_warranty_sequence(self._name)._draw_numbers(day, len(own))
            for document, number in zip(own, numbers, strict=True):
                document.name = number

    def _get_number_day(self):
        self.ensure_one()
        if 'workshop_id' in self._fields:
            return self.workshop_id._get_local_day(fields.Datetime.now())
        return fields.Date.context_today(self)
