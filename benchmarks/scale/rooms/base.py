"""The log of the orders, and the notices of three months."""
TABLES = ['mail_message', 'aftersales_notice']


def build(scale):
    message = scale.one('''SELECT id FROM mail_message WHERE model = 'aftersales.order' AND message_type = 'notification'
                        ORDER BY id LIMIT 1''')
    scale.insert(
        'mail_message', scale.orders, message, res_id=f"{scale.first('aftersales_order')} + n", date=scale.at('n'),
        message_id="'<s' || n || '@bench>'", parent_id='NULL', create_date=scale.at('n'))
    notices = scale.orders // 20
    scale.insert(
        'aftersales_notice', notices, scale.one("SELECT id FROM aftersales_notice WHERE res_model = 'aftersales.order' ORDER BY id LIMIT 1"),
        res_id=f"{scale.first('aftersales_order')} + {scale.orders - notices} + n", state="'sent'", error='NULL',
        create_date=scale.at(f'{scale.orders - notices} + n'), date=scale.at(f'{scale.orders - notices} + n'))
