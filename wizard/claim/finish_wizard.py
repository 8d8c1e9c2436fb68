from odoo import api, fields, models

NAMES = ('causal_order_line_id', 'causal_number', 'defect_code_id', 'place_code_id', 'complaint_code_id')


class AftersalesFinishWizard(models.TransientModel):
    """Who finishes work that a maker pays for says what failed in the maker's words."""
    _inherit = 'aftersales.finish.wizard'

    settlement = fields.Selection(related='job_id.settlement')
    brand_id = fields.Many2one(related='job_id.brand_id')
    causal_order_line_id = fields.Many2one(
        'aftersales.order.line', string="Causal Part", compute='_compute_for_the_maker', store=True, readonly=False,
        domain="[('job_id', '=', job_id), ('line_type', '=', 'part')]")
    causal_number = fields.Char(
        string="Lot or Serial of the Part", compute='_compute_for_the_maker', store=True, readonly=False)
    defect_code_id = fields.Many2one(
        'aftersales.defect.code', string="Defect Code", compute='_compute_for_the_maker', store=True, readonly=False,
        domain="[('kind', '=', 'defect'), ('brand_id', 'in', [brand_id, False])]")
    place_code_id = fields.Many2one(
        'aftersales.defect.code', string="Place of the Fault", compute='_compute_for_the_maker', store=True, readonly=False,
        domain="[('kind', '=', 'place'), ('brand_id', 'in', [brand_id, False])]")
    complaint_code_id = fields.Many2one(
        'aftersales.defect.code', string="Complaint Code", compute='_compute_for_the_maker', store=True, readonly=False,
        domain="[('kind', '=', 'complaint'), ('brand_id', 'in', [brand_id, False])]")

    @api.depends('job_id')
    def _compute_for_the_maker(self):
        for wizard in self:
            for name in NAMES:
                wizard[name] = wizard.job_id[name]

    def action_apply(self):
        self.ensure_one()
        said = {
            name: self[name].id if self._fields[name].relational else self[name]
            for name in NAMES if self[name] != self.job_id[name]}
        if said and self.settlement == 'claim':
            self.job_id.write(said)
        return super().action_apply()
