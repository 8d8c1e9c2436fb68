from odoo import api, fields, models


class AftersalesNumberMixin(models.AbstractModel):
    """A document whose number is the next one of its company's sequence, which is named as the model is.

    Stands first among what a model inherits: the number is given to what all the others have made.
    """
    _name = 'aftersales.number.mixin'
    _description = "Document with a Number"

    name = fields.Char(string="Number", required=True, readonly=True, copy=False, default='/', index='trigram')
    company_id = fields.Many2one('res.company')

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        numbers = self.env['ir.sequence'].sudo()  # sudo: numbers are given by the system
        for record in records.sudo():
            record.name = numbers.with_company(record.company_id).next_by_code(self._name) or '/'
        return records
