from odoo import SUPERUSER_ID, api

OLD = 'object._get_time_text(object.open_request_id.expiry_date)'
NEW = 'object._get_time_text(object._get_answer_end())'


def migrate(cr, version):
    """The question's mail says until when its link works already in the preview, in each language, whoever wrote it anew."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    template = env.ref('aftersales.mail_template_authorisation', raise_if_not_found=False)
    if template:
        cr.execute(
            "UPDATE mail_template SET body_html = replace(body_html::text, %s, %s)::jsonb WHERE id = %s",
            [OLD, NEW, template.id])
        template.invalidate_recordset()
