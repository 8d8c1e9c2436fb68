from odoo import api, fields, models


class AftersalesSurveyImportLine(models.TransientModel):
    _name = 'aftersales.survey.import.line'
    _inherit = ['aftersales.file.import.line.mixin']
    _description = "Row of a File of Answers"
    _rec_name = 'who'

    import_id = fields.Many2one('aftersales.survey.import', required=True, index=True, ondelete='cascade')
    who = fields.Char(string="Order, Plate or Phone")

    @api.model
    def _get_verdicts(self):
        wrong, doubled, known = self.env._("Wrong"), self.env._("Doubled"), self.env._("Known")
        return [('wrong', wrong), ('doubled', doubled), ('known', known)]
