from odoo import api, fields, models


class AftersalesRecallImportLine(models.TransientModel):
    _name = 'aftersales.recall.import.line'
    _inherit = ['aftersales.file.import.line.mixin']
    _description = "Row of a VIN List"
    _rec_name = 'vin'

    import_id = fields.Many2one('aftersales.recall.import', required=True, index=True, ondelete='cascade')
    vin = fields.Char(string="VIN")

    @api.model
    def _get_verdicts(self):
        wrong, doubled, brand, unknown, known = (
            self.env._("Wrong"), self.env._("Doubled"), self.env._("Other brand"), self.env._("No car here"),
            self.env._("Known"))
        return [('wrong', wrong), ('doubled', doubled), ('brand', brand), ('unknown', unknown), ('known', known)]
