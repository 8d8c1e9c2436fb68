from odoo import fields, models
from odoo.tools import SQL


class AftersalesPostGap(models.Model):
    """What somebody lacks of the skills and certificates that his post asks for, today by the company's clock (M1)."""
    _name = 'aftersales.post.gap'
    _description = "Missing for a Post"
    _auto = False
    _order = 'employee_id, skill_id, id'
    _rec_name = 'skill_id'
    _depends = {
        'hr.employee': ['active', 'company_id', 'current_version_id'],
        'hr.version': ['job_id'],
        'hr.job.skill': ['job_id', 'skill_type_id', 'skill_id', 'skill_level_id', 'valid_to'],
        'hr.employee.skill': ['employee_id', 'skill_id', 'skill_level_id', 'valid_from', 'valid_to'],
        'hr.skill.type': ['active'],
        'hr.skill.level': ['level_progress'],
    }

    employee_id = fields.Many2one('hr.employee', string="Person", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    job_id = fields.Many2one('hr.job', string="Post", readonly=True)
    skill_type_id = fields.Many2one('hr.skill.type', string="Kind", readonly=True)
    skill_id = fields.Many2one('hr.skill', string="Skill or Certificate", readonly=True)
    skill_level_id = fields.Many2one('hr.skill.level', string="Needed", readonly=True)
    held_level_id = fields.Many2one('hr.skill.level', string="Level Held", readonly=True)
    valid_to = fields.Date(string="Ended On", readonly=True)
    gap = fields.Selection(
        [('missing', "Not There"), ('over', "Over"), ('low', "Level Too Low")], string="What Is Wrong", readonly=True)

    @property
    def _table_query(self):
        """A row for each skill of a post that its holder has not, not any more or not well enough."""
        today = self.env.company._get_today()
        return SQL("""
            SELECT need.id * 1000000::bigint + person.id AS id, person.id AS employee_id, person.company_id, version.job_id,
                   need.skill_type_id, need.skill_id, need.skill_level_id, held.skill_level_id AS held_level_id,
                   CASE WHEN held.is_over THEN held.valid_to END AS valid_to,
                   CASE WHEN held.id IS NULL THEN 'missing' WHEN held.is_over THEN 'over' ELSE 'low' END AS gap
              FROM hr_employee person
              JOIN hr_version version ON version.id = person.current_version_id
              JOIN hr_job_skill need ON need.job_id = version.job_id
              JOIN hr_skill_type kind ON kind.id = need.skill_type_id AND kind.active
              JOIN hr_skill_level asked ON asked.id = need.skill_level_id
              LEFT JOIN LATERAL (
                    SELECT own.id, own.skill_level_id, own.valid_to, level.level_progress,
                           own.valid_to IS NOT NULL AND own.valid_to < %(today)s AS is_over
                      FROM hr_employee_skill own JOIN hr_skill_level level ON level.id = own.skill_level_id
                     WHERE own.employee_id = person.id AND own.skill_id = need.skill_id
                       AND (own.valid_from IS NULL OR own.valid_from <= %(today)s)
                     ORDER BY is_over, level.level_progress DESC, own.valid_to DESC NULLS FIRST
                     LIMIT 1) held ON TRUE
             WHERE person.active AND (need.valid_to IS NULL OR need.valid_to >= %(today)s)
               AND (held.id IS NULL OR held.is_over OR held.level_progress < asked.level_progress)
        """, today=today)
