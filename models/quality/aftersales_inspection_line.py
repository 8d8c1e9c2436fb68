from odoo import api, fields, models
from odoo.tools import SQL


class AftersalesInspectionLine(models.Model):
    """An item of an inspection's checklist, copied from its template."""
    _name = 'aftersales.inspection.line'
    _inherit = ['aftersales.frozen.part.mixin', 'aftersales.system.values.mixin', 'aftersales.read.together.mixin']
    _description = "Inspection Item"
    _order = 'inspection_id.id desc, sequence, id'
    _frozen_with = 'inspection_id'
    _read_with = frozenset({'inspection_id'})

    inspection_id = fields.Many2one('aftersales.inspection', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='inspection_id.company_id', store=True)
    state = fields.Selection(related='inspection_id.state')
    sequence = fields.Integer(default=10)
    template_line_id = fields.Many2one(
        'aftersales.inspection.template.line', string="Template Item", readonly=True, index='btree_not_null',
        ondelete='set null')
    name = fields.Char(string="Check Item", required=True, translate=True)
    instruction = fields.Char(translate=True)
    result = fields.Selection([('ok', "OK"), ('fail', "Fail"), ('na', "Not applicable")])
    note = fields.Char(string="Finding", help="Measured value, place, what is wrong.")

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._copy_template_names()
        return lines

    def _copy_template_names(self):
        """Words in all languages at once: who did the work and who checks it may read different ones."""
        copied = self.filtered('template_line_id')
        if not copied:
            return
        self.flush_recordset(['name', 'instruction', 'template_line_id'])
        self.env.cr.execute(SQL(
            """
            UPDATE aftersales_inspection_line line
               SET name = template.name, instruction = template.instruction
              FROM aftersales_inspection_template_line template
             WHERE line.template_line_id = template.id AND line.id IN %s
            """,
            tuple(copied.ids),
        ))
        self.invalidate_recordset(['name', 'instruction'])

    # === ACTION METHODS ===#

    def action_ok(self):
        self.write({'result': 'ok'})

    def action_fail(self):
        self.write({'result': 'fail'})

    def action_na(self):
        self.write({'result': 'na'})
