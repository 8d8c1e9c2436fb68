from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesRescueSheet(models.Model):
    """Old parts are packed and brought back: each becomes an old part of the warranty store, with its tag and its day (J9)."""
    _inherit = 'aftersales.rescue.sheet'

    old_part_ids = fields.One2many('aftersales.old.part', compute='_compute_old_parts', string="Old Parts")
    old_part_count = fields.Integer(compute='_compute_old_parts')
    old_parts_missing = fields.Integer(
        string="Old Parts to Tag", compute='_compute_old_parts', help="Noted with a tag, and not known to the store yet.")

    @api.depends('line_ids.old_part_tag', 'line_ids.product_id')
    def _compute_old_parts(self):
        # sudo: that the store has it is told to whoever sees the report
        parts = self.env['aftersales.old.part'].sudo().search([('rescue_line_id', 'in', self.line_ids.ids)])
        for sheet in self:
            sheet.old_part_ids = parts.filtered(lambda part, sheet=sheet: part.rescue_line_id in sheet.line_ids)
            sheet.old_part_count = len(sheet.old_part_ids)
            sheet.old_parts_missing = len(sheet._get_untagged_lines())

    def _get_untagged_lines(self):
        self.ensure_one()
        known = self.old_part_ids.rescue_line_id
        return self.line_ids.filtered(lambda line: line.product_id and (line.old_part_tag or '').strip()) - known

    # === ACTION METHODS ===#

    def action_bring_back(self):
        """Give each old part its record, with the day until when it has to be here."""
        self.ensure_one()
        self.check_access('write')
        self._claim_for_update()
        rescue, lines = self.rescue_id, self._get_untagged_lines()
        if not self.content_hash or not lines:
            raise UserError(self.env._(
                "%(sheet)s has no old part to bring back: it is not signed, no tag is noted, or all of them are known.",
                sheet=self.display_name))
        job = rescue.sudo().order_id.job_ids[:1]  # sudo: whose part it is
        if not job:
            raise UserError(self.env._(
                "%(rescue)s has no repair order with work on it. Make it first: an old part belongs to a job.",
                rescue=rescue.display_name))
        now = fields.Datetime.now()
        __, due = self.env['aftersales.deadline']._get_ends('rescue', rescue, 'old_part', {rescue: now})[rescue]
        # sudo: the crew need not be allowed to keep the warranty store
        self.env['aftersales.old.part'].sudo().create([{
            'job_id': job.id, 'product_id': line.product_id.id, 'quantity': line.quantity, 'rescue_line_id': line.id,
            'serial_number': line.old_part_tag, 'note': self.name,
            'deadline': due and rescue.workshop_id._get_local_day(due)} for line in lines])
        self.invalidate_recordset(['old_part_ids', 'old_part_count', 'old_parts_missing'])
        return True
