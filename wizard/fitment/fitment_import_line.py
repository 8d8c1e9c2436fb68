from odoo import api, fields, models


class AftersalesFitmentImportLine(models.TransientModel):
    _name = 'aftersales.fitment.import.line'
    _inherit = ['aftersales.file.import.line.mixin']
    _description = "Row of a Catalogue"
    _rec_name = 'subject'

    import_id = fields.Many2one('aftersales.fitment.import', required=True, index=True, ondelete='cascade')
    subject = fields.Char(string="Part or Car")

    @api.model
    def _get_verdicts(self):
        wrong, unmapped = self.env._("Wrong"), self.env._("Not mapped")
        return [('unmapped', unmapped), ('wrong', wrong)]
