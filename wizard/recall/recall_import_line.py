from odoo import api, fields, models


class AftersalesRecallImportLine(models.TransientModel):
    _name = 'aftersales.recall.import.line'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Row of a VIN List"
    _order = 'id'
    _rec_name = 'vin'

    import_id = fields.Many2one('aftersales.recall.import', required=True, index=True, ondelete='cascade')
    row_number = fields.Integer(string="Row", aggregator=None)
    vin = fields.Char(string="VIN")
    verdict = fields.Selection(lambda self: self._get_verdicts(), string="Verdict")
    message = fields.Char(string="Remark")

    @api.model
    def _get_verdicts(self):
        wrong, doubled, brand, unknown, known = (
            self.env._("Wrong"), self.env._("Doubled"), self.env._("Other brand"), self.env._("No car here"),
            self.env._("Known"))
        return [('wrong', wrong), ('doubled', doubled), ('brand', brand), ('unknown', unknown), ('known', known)]
