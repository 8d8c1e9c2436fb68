from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """What was without limit for administrators is the company manager's: those of them who led After-Sales are it."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    director, system = env.ref('aftersales.group_director'), env.ref('base.group_system')
    limits = env['aftersales.complaint.limit'].search([('group_id', '=', system.id)])
    for limit in limits:
        # Who has one already for the same keeps it.
        own = limits.search([
            ('group_id', '=', director.id), ('company_id', '=', limit.company_id.id), ('kind', '=', limit.kind)])
        if own:
            limit.unlink()
        else:
            limit.group_id = director
    leaders = env['res.users'].search([
        ('all_group_ids', 'in', system.ids), ('all_group_ids', 'in', env.ref('aftersales.group_manager').ids)])
    director.user_ids += leaders
