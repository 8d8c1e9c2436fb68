from lxml import etree

from odoo import SUPERUSER_ID, api
from odoo.tools import file_path
from odoo.tools.convert import xml_import

FILES = (
    'data/order/promise_data.xml', 'data/approval/authorisation_data.xml', 'data/booking/appointment_templates.xml',
    'data/counter/delivery_templates.xml', 'data/care/mail_templates.xml',
)


def migrate(cr, version):
    """Mails and messages nobody wrote anew get their present texts, with the links back; what was written anew stays."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    cr.execute("""
        SELECT data.name FROM ir_model_data data
     LEFT JOIN mail_template mail ON data.model = 'mail.template' AND mail.id = data.res_id
     LEFT JOIN sms_template sms ON data.model = 'sms.template' AND sms.id = data.res_id
         WHERE data.module = 'aftersales' AND COALESCE(mail.write_uid, sms.write_uid) = 1
    """)
    untouched = {name for name, in cr.fetchall()}
    for name in FILES:
        path = file_path(f'aftersales/{name}')
        root = etree.parse(path).getroot()
        for record in list(root):
            if record.get('id') not in untouched:
                root.remove(record)
        xml_import(env, 'aftersales', {}, 'init', noupdate=True, xml_filename=path).parse(root)
