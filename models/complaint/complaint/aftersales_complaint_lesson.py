from odoo import api, fields, models


class AftersalesComplaint(models.Model):
    """What was learned goes to the units that were responsible when the case is closed (sheet of complaints, 2)."""
    _inherit = 'aftersales.complaint'

    lesson_ids = fields.One2many('aftersales.complaint.lesson', 'complaint_id', string="Lesson Told To", readonly=True)

    # === BUSINESS METHODS ===#

    def _after_closed(self, source):
        super()._after_closed(source)
        self._tell_lesson()

    def _tell_lesson(self):
        """Whoever leads a responsible unit is told; where nobody leads it, who leads the outlet."""
        vals_list = []
        for complaint in self.sudo():  # sudo: who leads a unit is no secret; the rows are the system's
            if not (complaint.lesson or '').strip():
                continue
            units = complaint.party_ids.department_id | complaint.party_ids.employee_id.department_id
            for unit in units - complaint.lesson_ids.department_id:
                reader = complaint._get_unit_head(unit)
                if reader:
                    vals_list.append({
                        'complaint_id': complaint.id, 'company_id': complaint.company_id.id, 'department_id': unit.id,
                        'user_id': reader.id, 'lesson': complaint.lesson, 'subject': complaint.subject or complaint.name})
        self.env['aftersales.complaint.lesson'].sudo().create(vals_list)._tell()

    @api.model
    def _get_unit_head(self, unit):
        """Who leads a unit and works for the company of the complaint."""
        self.ensure_one()
        return (unit.manager_id.user_id + self.workshop_id.manager_id + self._get_managers()).filtered(
            lambda user: user.active and not user.share and self.company_id in user.company_ids)[:1]
